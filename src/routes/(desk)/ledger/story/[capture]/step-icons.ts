/** The sign beside each step of a story. */
import type { EntryType } from '$lib/domain/ledger';
import Camera from '@lucide/svelte/icons/camera';
import ClockAlert from '@lucide/svelte/icons/clock-alert';
import Cpu from '@lucide/svelte/icons/cpu';
import FileText from '@lucide/svelte/icons/file-text';
import Flag from '@lucide/svelte/icons/flag';
import Gavel from '@lucide/svelte/icons/gavel';
import Hand from '@lucide/svelte/icons/hand';
import ImageDown from '@lucide/svelte/icons/image-down';
import MessageSquare from '@lucide/svelte/icons/message-square';
import ScanEye from '@lucide/svelte/icons/scan-eye';
import Signature from '@lucide/svelte/icons/signature';
import Undo2 from '@lucide/svelte/icons/undo-2';

const ICONS: Partial<Record<EntryType, typeof Camera>> = {
	'capture.recorded': Camera,
	'suggestion.made': Cpu,
	'call.committed': ScanEye,
	'decision.made': Gavel,
	'decision.withdrawn': Undo2,
	'comment.made': MessageSquare,
	'approval.given': Signature,
	'approval.refused': Signature,
	'veto.made': Hand,
	'checkpoint.overdue': ClockAlert,
	'action.finalized': Flag,
	'action.withdrawn': Undo2,
	'photo.stored': ImageDown
};

export const iconOf = (type: EntryType): typeof Camera => ICONS[type] ?? FileText;
