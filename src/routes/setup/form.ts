/** What the setup form asks for, and which of it is wrong: the same names in the browser and on the server. */

export const STEPS = ['site', 'admin'] as const;
export type Step = (typeof STEPS)[number];

export const FIELDS = {
	siteName: 'site',
	kind: 'site',
	adminName: 'admin',
	username: 'admin',
	password: 'admin'
} as const satisfies Record<string, Step>;
export type SetupField = keyof typeof FIELDS;

export type Fault = 'missing' | 'too-long' | 'too-short' | 'wrong';
export type Faults = Partial<Record<SetupField, Fault>>;

export const LONGEST_NAME = 120;
export const LONGEST_PASSWORD = 128;
const USERNAME = /^[A-Za-z0-9_.]{3,30}$/;

/** What is wrong with the values as typed; empty when the server will take them. */
export function faultsIn(values: Readonly<Record<SetupField, string>>, shortestPassword: number): Faults {
	const faults: Faults = {};
	for (const field of ['siteName', 'adminName'] as const) {
		if (values[field].trim() === '') faults[field] = 'missing';
		else if (values[field].trim().length > LONGEST_NAME) faults[field] = 'too-long';
	}
	if (values.kind !== 'demo' && values.kind !== 'empty') faults.kind = 'missing';
	if (values.username.trim() === '') faults.username = 'missing';
	else if (!USERNAME.test(values.username.trim())) faults.username = 'wrong';
	if (values.password === '') faults.password = 'missing';
	else if (values.password.length < shortestPassword) faults.password = 'too-short';
	else if (values.password.length > LONGEST_PASSWORD) faults.password = 'too-long';
	return faults;
}

/** The first step that has a fault; null when none has. */
export function firstFaultyStep(faults: Faults): Step | null {
	return STEPS.find((step) => fieldsOf(step).some((field) => field in faults)) ?? null;
}

export function fieldsOf(step: Step): SetupField[] {
	return (Object.keys(FIELDS) as SetupField[]).filter((field) => FIELDS[field] === step);
}
