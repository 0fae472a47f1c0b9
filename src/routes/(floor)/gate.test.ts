import { describe, expect, it } from 'vitest';
import { afterUnlock, gate } from './gate';

describe('the way to a floor page', () => {
	it('leads a new tablet to its enrolment', () => {
		expect(gate('not-enrolled', '/inspect', '')).toBe('/enrol');
		expect(gate('not-enrolled', '/enrol', '?code=A')).toBeNull();
	});

	it('asks for a person first, and then goes on to the page asked for', () => {
		expect(gate('locked', '/inspect', '')).toBe('/unlock');
		const unlock = gate('locked', '/queue', '?tab=cases');
		expect(unlock).toBe('/unlock?to=%2Fqueue%3Ftab%3Dcases');
		expect(afterUnlock(new URLSearchParams(unlock?.split('?')[1]).get('to'))).toBe('/queue?tab=cases');
	});

	it('shows what waits on a locked tablet, but not the cases', () => {
		expect(gate('locked', '/queue', '?tab=waiting')).toBeNull();
		expect(gate('locked', '/queue', '')).not.toBeNull();
	});

	it('leaves a ready tablet alone', () => {
		expect(gate('ready', '/inspect', '')).toBeNull();
	});
});

it('never leads to another site after the PIN', () => {
	expect(afterUnlock('//evil.example')).toBe('/inspect');
	expect(afterUnlock('/\\evil.example')).toBe('/inspect');
	expect(afterUnlock('https://evil.example')).toBe('/inspect');
	expect(afterUnlock(null)).toBe('/inspect');
});

it('begins with the machines for whoever repairs them', () => {
	expect(afterUnlock(null, 'technician')).toBe('/maintain');
	expect(afterUnlock(null, 'auditor')).toBe('/audit');
	expect(afterUnlock('/queue', 'technician')).toBe('/queue');
	expect(afterUnlock(null, 'inspector')).toBe('/inspect');
});
