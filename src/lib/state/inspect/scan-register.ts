/** The look-ups that codes need, answered from the register on this tablet. */
import type * as Scan from '$lib/scan/identify';
import type { Register } from '../register.svelte';

export function scanRegister(register: Register): Scan.Register {
	return {
		partsByGtin: async (gtin) => register.parts.filter((part) => part.gtin === gtin),
		partsByNumber: async (number) => register.parts.filter((part) => part.number === number),
		assetsByCode: async (code) => register.assets.filter((asset) => asset.code === code),
		unitsBySerial: async (partId, serial) => register.units.filter((unit) => unit.partId === partId && unit.serial === serial),
		unitsByLot: async (partId, lot) => register.units.filter((unit) => unit.partId === partId && unit.lot === lot),
		workOrdersByNumber: async (number) => register.workOrders.filter((order) => order.number === number)
	};
}
