/** Connectors and their messages in the words people read. */
import type { Connector, ConnectorEvent } from '$lib/domain/connector';
import { m } from '$lib/messages';

const STATE_WORDS: Record<Connector['state'], () => string> = {
	active: m.connectors_state_active,
	paused: m.connectors_state_paused,
	gone: m.connectors_state_gone
};

const EVENT_WORDS: Record<ConnectorEvent, { long: () => string; short: () => string }> = {
	'action.finalized': { long: m.connectors_event_finalized, short: m.connectors_event_short_finalized },
	'action.withdrawn': { long: m.connectors_event_withdrawn, short: m.connectors_event_short_withdrawn }
};

/** What went wrong before any answer came, by the code that the server notes down. */
const FAULT_WORDS: Readonly<Record<string, () => string>> = {
	timeout: m.connectors_fault_timeout,
	ECONNREFUSED: m.connectors_fault_refused,
	ENOTFOUND: m.connectors_fault_unknown_host,
	EAI_AGAIN: m.connectors_fault_unknown_host,
	'address-forbidden': m.connectors_fault_address,
	'not-encrypted': m.connectors_fault_plain,
	DEPTH_ZERO_SELF_SIGNED_CERT: m.connectors_fault_certificate,
	SELF_SIGNED_CERT_IN_CHAIN: m.connectors_fault_certificate,
	UNABLE_TO_VERIFY_LEAF_SIGNATURE: m.connectors_fault_certificate,
	UNABLE_TO_GET_ISSUER_CERT_LOCALLY: m.connectors_fault_certificate,
	CERT_HAS_EXPIRED: m.connectors_fault_certificate,
	ERR_TLS_CERT_ALTNAME_INVALID: m.connectors_fault_certificate
};

export const connectorStateWords = (state: Connector['state']): string => STATE_WORDS[state]();
/** As a choice in a form. */
export const eventWords = (event: ConnectorEvent): string => EVENT_WORDS[event].long();
/** As a label in a list; a kind that this version does not know stays as it is written. */
export const eventLabel = (event: string): string =>
	event in EVENT_WORDS ? EVENT_WORDS[event as ConnectorEvent].short() : event;

/** What the receiver answered last, or why nothing came back; empty before the first attempt. */
export function answerWords({ status, answer }: { status: number | null; answer: string }): string {
	if (status !== null) {
		return answer ? m.connectors_status_text({ status, text: answer }) : m.connectors_status({ status });
	}
	if (answer === '') return '';
	return FAULT_WORDS[answer]?.() ?? m.connectors_fault_other({ code: answer });
}
