/** The lists of choices that a form's questions share. */
import { MAX_NAME, type Sheet } from '../imported';
import type { Choice } from '../template';
import type { LeftOutList } from './left-out';
import { rowsOf } from './rows';

const MAX_ID = 64;

export function choiceLists(sheet: Sheet, language: string, left: LeftOutList): Map<string, Choice[]> {
	const lists = new Map<string, Choice[]>();
	for (const row of rowsOf(sheet, language).rows) {
		const list = row.get('list_name') || row.get('list name');
		const id = (row.get('name') || row.get('value')).slice(0, MAX_ID);
		if (list === '' || id === '') continue;
		const choices = lists.get(list) ?? [];
		lists.set(list, choices);
		if (choices.some((choice) => choice.id === id)) {
			left.addWhole('choices', row.number, 'choice-twice', id);
			continue;
		}
		if (row.get('image') !== '') left.add('choices', row.number, 'media', row.get('image'));
		choices.push({ id, name: (row.get('label') || id).slice(0, MAX_NAME), score: null, fails: false });
	}
	return lists;
}
