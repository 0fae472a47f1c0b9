/** What the forms of the catalogue send, as the server's functions take it. */
import { codeSign } from '$lib/domain/fault/catalogue';

/** Before the id of a symptom, in the names of a cause's fields. */
export const SIGN = 'sign ';

const textOf = (form: FormData, name: string) => {
	const value = form.get(name);
	return typeof value === 'string' ? value.trim() : '';
};
const textsOf = (form: FormData, name: string) =>
	form.getAll(name).map((value) => (typeof value === 'string' ? value.trim() : ''));
/** One a line. */
const linesOf = (text: string) => text.split(/\r?\n/).flatMap((line) => line.trim() || []);
/** Separated by commas. */
export const kindsOf = (text: string) => text.split(',').flatMap((kind) => kind.trim() || []);

/** For `CauseDetails` to be checked. */
export function causeFrom(form: FormData): Record<string, unknown> {
	const [shows, minutes] = [textsOf(form, 'check-shows'), textsOf(form, 'check-minutes')];
	return {
		name: textOf(form, 'name'),
		component: textOf(form, 'component') || null,
		assetKinds: kindsOf(textOf(form, 'assetKinds')),
		severity: textOf(form, 'severity'),
		occurrence: Number(textOf(form, 'occurrence')),
		mechanism: textOf(form, 'mechanism') || null,
		failureCause: textOf(form, 'failureCause') || null,
		detection: textOf(form, 'detection') || null,
		retired: form.get('retired') !== null,
		remedies: linesOf(textOf(form, 'remedies')),
		// A row left empty is no check.
		checks: textsOf(form, 'check-name').flatMap((name, index) =>
			name === '' ? [] : [{ name, shows: shows[index] ?? '', minutes: Number(minutes[index] || '5') }]
		),
		signs: [...symptomSigns(form), ...codeSigns(form)]
	};
}

/** Per cent, by symptom; what is empty or 0 is not shown. */
function symptomSigns(form: FormData): { sign: string; share: number }[] {
	return [...form.keys()].flatMap((key) => {
		const percent = key.startsWith(SIGN) ? Number(textOf(form, key)) : 0;
		return percent === 0 ? [] : [{ sign: key.slice(SIGN.length), share: percent / 100 }];
	});
}

function codeSigns(form: FormData): { sign: string; share: number }[] {
	const percents = textsOf(form, 'code-share');
	return textsOf(form, 'code').flatMap((code, index) =>
		code === '' ? [] : [{ sign: codeSign(code), share: Number(percents[index] || '50') / 100 }]
	);
}
