import { expect, it } from 'vitest';
import { passwordStrength } from './password-strength';

it('says too short before anything else', () => {
	expect(passwordStrength('Xy7!', 10)).toBe('too-short');
});

it('calls repetition and well-known words weak, however long', () => {
	expect(passwordStrength('aaaaaaaaaaaaaaaa', 10)).toBe('weak');
	expect(passwordStrength('riverside-ana', 10, ['Riverside plant', 'ana'])).toBe('weak');
});

it('rewards length and variety', () => {
	expect(passwordStrength('violet harbor', 10)).toBe('good');
	expect(passwordStrength('correct horse battery staple', 10)).toBe('strong');
});
