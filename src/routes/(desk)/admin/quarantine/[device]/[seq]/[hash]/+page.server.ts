import type { ReleaseFault } from '$lib/domain/ledger';
import { m } from '$lib/messages';
import {
	AlreadySettled,
	correctableType,
	correctRecord,
	dismissRecord,
	listDevices,
	NotTaken,
	readKept,
	readRegister,
	releaseRecord,
	requireRight,
	whyNotReleased,
	type Granted
} from '$lib/server';
import { error, fail } from '@sveltejs/kit';
import { v7 as uuid } from 'uuid';
import * as v from 'valibot';
import { namesFrom } from '../../../../../ledger/names';
import { recordWords } from '../../../record-words';
import type { Actions, PageServerLoad, RequestEvent } from './$types';

export const load: PageServerLoad = async (event) => {
	const { site } = requireRight(event, 'quarantine.resolve');
	const { server } = event.locals;
	const kept = await readKept(server, site, keyOf(event));
	if (!kept) error(404, { message: 'no such record' });
	const [register, devices] = await Promise.all([readRegister(server, site), listDevices(server, site)]);
	const names = namesFrom({ parts: register?.parts ?? [], people: register?.people ?? [] });
	const { record, settled } = kept;
	const type = correctableType(record);
	return {
		title: m.quarantine_title(),
		kept,
		words: recordWords(record, names),
		device: devices.find(({ id }) => id === kept.deviceId)?.name ?? kept.deviceId,
		settledBy: settled?.personId ? names.person(settled.personId) : m.ledger_server(),
		whyNot: settled ? null : await whyNotReleased(server, site, kept),
		correction: settled || type === null ? null : { type, body: bodyToCorrect(record, kept.reason) },
		classes: (register?.parts ?? []).flatMap((part) =>
			part.classes.map(({ id, name }) => ({ id, name: `${name} (${part.number})` }))
		)
	};
};

/** What the form begins with; where the id is what was wrong, with a new one. */
function bodyToCorrect({ body }: Record<string, unknown>, reason: string): Record<string, unknown> {
	const content = v.is(Content, body) ? body : {};
	return reason === 'id-taken' && typeof content.id === 'string' ? { ...content, id: uuid() } : content;
}

const Content = v.record(v.string(), v.unknown());
const Reason = v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(500));

export const actions: Actions = {
	release: (event) =>
		settle(event, 'release', ({ site, account }, reason) =>
			releaseRecord(event.locals.server, site, account, keyOf(event), reason)
		),
	dismiss: (event) =>
		settle(event, 'dismiss', ({ site, account }, reason) =>
			dismissRecord(event.locals.server, site, account, keyOf(event), reason)
		),
	correct: (event) =>
		settle(event, 'correct', ({ site, account }, reason, form) => {
			const content = readContent(form.get('body'));
			return correctRecord(event.locals.server, site, account, keyOf(event), content, reason);
		})
};

type Step = 'release' | 'correct' | 'dismiss';

interface Refused {
	step: Step;
	/** What to say beside the form. */
	wrong: 'reason' | 'already' | 'json' | ReleaseFault;
	/** Where the content does not fit, as a dotted path. */
	where: string | null;
}

class NotJson extends Error {}

async function settle(
	event: RequestEvent,
	step: Step,
	act: (granted: Granted, reason: string, form: FormData) => Promise<unknown>
) {
	const granted = requireRight(event, 'quarantine.resolve');
	const form = await event.request.formData();
	const reason = v.safeParse(Reason, form.get('reason'));
	const refuse = (wrong: Refused['wrong'], where: string | null = null) =>
		fail<Refused>(wrong === 'already' ? 409 : 400, { step, wrong, where });
	if (!reason.success) return refuse('reason');
	try {
		await act(granted, reason.output, form);
		return null;
	} catch (failure) {
		if (failure instanceof NotJson) return refuse('json');
		if (failure instanceof AlreadySettled) return refuse('already');
		if (failure instanceof NotTaken) return refuse(failure.fault, failure.where);
		throw failure;
	}
}

function readContent(text: unknown): Record<string, unknown> {
	try {
		return v.parse(Content, JSON.parse(String(text)));
	} catch {
		throw new NotJson();
	}
}

function keyOf({ params }: { params: { device: string; seq: string; hash: string } }) {
	const seq = Number(params.seq);
	if (!Number.isSafeInteger(seq) || seq < 1) error(404, { message: 'no such record' });
	return { deviceId: params.device, seq, hash: params.hash };
}
