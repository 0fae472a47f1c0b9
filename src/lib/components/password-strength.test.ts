import { expect, it } from 'vitest';
import { passwordStrength } from './password-strength';

it('says too short before anything else', () => {
	expect(passwordStrength('Xy7!')).toBe('too-short');
});

it('calls repetition and well-known words weak, however long', () => {
	expect(passwordStrength('aaaaaaaaaaaaaaaa')).toBe('weak');
	expect(passwordStrength('riverside-ana', ['Riverside plant', 'ana'])).toBe('weak');
});

it('rewards length and variety', () => {
	expect(passwordStrength('violet harbor')).toBe('good');
	expect(passwordStrength('correct horse battery staple')).toBe('strong');
});
