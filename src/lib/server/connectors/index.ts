/** Other systems that are told what became final: who they are, what waits for them, and how it gets there. */
export { Courier, type Outcome } from './courier';
export { forgetDelivered, readDeliveryFigures, type DeliveryFigures } from './figures';
export {
	listConnectors,
	readConnectorPage,
	readTold,
	type ConnectorStatus,
	type Told,
	type WebhookDelivery
} from './list';
export {
	addConnector,
	changeConnector,
	ConnectorDetails,
	drawConnectorSecret,
	removeConnector,
	sendAgain
} from './manage';
export { putInOutbox, type Event } from './outbox';
export { MAX_ATTEMPTS } from './schedule';
