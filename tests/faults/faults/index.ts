/** All faults, in the order of the table. */
import type { Fault } from '../harness/fault';
import { serverErrors, tooLarge, unauthorized } from './answers';
import { noBackgroundSync, updateInQueue } from './browsers';
import { clockWrong } from './clock';
import { instanceKilled } from './instances';
import { browserKilled } from './kills';
import { cutInPhoto, cutInPush, slow, swallowed } from './network';
import { poisonRecord } from './poison';
import { postgresKilled, serverKilledInPhoto, serverKilledInPush } from './server-kills';
import { databaseDamaged, quotaFull, storageEvicted } from './storage';
import { twoTablets, twoTabs } from './tablets';

export const FAULTS: readonly Fault[] = [
	browserKilled,
	serverKilledInPush,
	serverKilledInPhoto,
	cutInPush,
	cutInPhoto,
	unauthorized,
	serverErrors,
	tooLarge,
	slow,
	swallowed,
	quotaFull,
	clockWrong,
	poisonRecord,
	twoTablets,
	twoTabs,
	updateInQueue,
	databaseDamaged,
	storageEvicted,
	noBackgroundSync,
	postgresKilled,
	instanceKilled
];
