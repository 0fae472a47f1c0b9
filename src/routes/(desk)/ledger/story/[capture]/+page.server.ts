import { classText } from '$lib/components/inspect/words';
import { actionWords } from '$lib/components/oversight-words';
import { roleWords } from '$lib/components/words';
import type { Capture, Photo } from '$lib/domain/capture';
import { partIdOf } from '$lib/domain/subject';
import { packOf } from '$lib/domain/suggestion';
import { m } from '$lib/messages';
import {
	listDevices,
	readDocument,
	readPhotoOfCapture,
	readRegister,
	readStory,
	readTold,
	requireRight,
	type Register,
	type Story
} from '$lib/server';
import { error } from '@sveltejs/kit';
import { deviceName, namesFrom } from '../../names';
import type { PageServerLoad } from './$types';
import type { Picture } from './step';
import { outcomeOf } from './oversight-steps';
import { stepsOf } from './steps';
import { rowsOf } from './story';

export const load: PageServerLoad = async (event) => {
	const { site, account } = requireRight(event, 'ledger.read');
	const { server } = event.locals;
	const [story, register, devices, photo, catalogue] = await Promise.all([
		readStory(server, site, event.params.capture),
		readRegister(server, site),
		listDevices(server, site),
		readPhotoOfCapture(server, site, event.params.capture),
		readDocument(server.db, site, 'fault-catalogue', 'current')
	]);
	const capture = story && matterOf(story);
	if (!story || !capture || !register) error(404, { message: 'no such case' });
	const told = await readTold(
		server,
		site,
		story.cases.map(({ suggestionId }) => suggestionId)
	);
	const outcome = outcomeOf(story);
	const serverId = devices.find(({ isServer }) => isServer)?.id ?? null;
	const partId = partIdOf(capture.subject);
	const part = register.parts.find(({ id }) => id === partId) ?? null;
	const causeName = (id: string) => catalogue?.causes.find((cause) => cause.id === id)?.name;
	const named = namesFrom({ parts: register.parts, people: register.people });
	const names = {
		...named,
		class: (id: string) => (part ? classText(part, id) : (causeName(id) ?? named.class(id))),
		device: (id: string) => deviceName(id, devices, serverId),
		isServer: (id: string) => id === serverId
	};
	return {
		title: m.story_title(),
		siteName: register.site.name,
		captureId: story.captureId,
		canReplay: rowsOf(story, 'suggestion.made').some(({ body }) => packOf(body) !== null) && partId !== null,
		subjectText: story.subjectText,
		subject: subjectFacts(capture, register),
		cases: story.cases,
		outcome: outcome && actionWords(outcome),
		steps: stepsOf({ ...story, told }, names),
		photo,
		picture: pictureOf(story, capture),
		printed: { at: server.now().toISOString(), person: account.name, role: roleWords(account.role) }
	};
};

/** What the story is about: a photo of a part or a machine, or a fault's report. */
type Matter = Pick<Capture, 'subject' | 'workOrderId' | 'areaId' | 'plan' | 'frame' | 'sample'> & {
	/** Null for a fault that was reported without one. */
	photo: Photo | null;
};

function matterOf(story: Story): Matter | null {
	const report = rowsOf(story, 'fault.reported')[0]?.body;
	if (!report) return rowsOf(story, 'capture.recorded')[0]?.body ?? null;
	return {
		subject: { kind: 'asset', assetId: report.assetId },
		...{ workOrderId: null, areaId: null, plan: null, frame: WHOLE, sample: report.sample },
		photo: report.photos[0] ?? null
	};
}

const WHOLE = { x: 0, y: 0, width: 1, height: 1 };

function pictureOf(story: Story, { photo, frame, sample }: Matter): Picture | null {
	if (!photo) return null;
	const { sha256, width, height } = photo;
	const heatMap = rowsOf(story, 'suggestion.made').at(-1)?.body.heatMap ?? null;
	const regions = rowsOf(story, 'decision.made').flatMap(({ body }) => body.regions ?? []);
	return { sha256, width, height, frame, heatMap, regions, sample };
}

/** What the capture is about, as far as the register knows it; ids stand for what it does not. */
function subjectFacts(capture: Matter, register: Register): { term: string; value: string }[] {
	const { subject, workOrderId, areaId, plan } = capture;
	const part = register.parts.find(({ id }) => id === partIdOf(subject));
	const orderId = subject.kind === 'work-order' ? subject.workOrderId : workOrderId;
	const order = register.workOrders.find(({ id }) => id === orderId)?.number ?? orderId;
	const area = register.areas.find(({ id }) => id === areaId)?.name ?? areaId;
	const view = part?.plan.views.find(({ id }) => id === plan?.viewId)?.name ?? plan?.viewId;
	const asset = subject.kind === 'asset' ? register.assets.find(({ id }) => id === subject.assetId) : undefined;
	const facts: [string, string | null | undefined][] = [
		[m.story_part(), part && `${m.labels_part({ number: part.number, revision: part.revision })} · ${part.name}`],
		[m.story_unit(), subject.kind === 'unit' ? subject.serial : subject.kind === 'lot' ? subject.lot : null],
		[m.story_asset(), asset ? `${asset.code} · ${asset.name}` : subject.kind === 'asset' ? subject.assetId : null],
		[m.story_work_order(), order],
		[m.story_area(), area],
		[m.story_view(), view]
	];
	return facts.flatMap(([term, value]) => (value ? [{ term, value }] : []));
}
