/** `GET /api/cases/<id of the suggestion>`: one case with everything that whoever answers it has to see. */
export const CASES_PATH = '/api/cases/';
export { CaseDetail } from '$lib/domain/review/case-detail';
