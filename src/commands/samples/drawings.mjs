// Technical drawings of the demo parts: front and side view with dimensions, hatching and a title block, as SVG.

/** @typedef {{ width: number, height: number, thickness: number, radius: number, holes: { x: number, y: number, d: number }[] }} Shape in mm, holes from the middle */

const PAPER = { width: 840, height: 594 };

const line = (/** @type {number[]} */ [x1, y1, x2, y2], kind = 'thin') =>
	`<line class="${kind}" x1="${x1}" y1="${y1}" x2="${x2}" y2="${y2}"/>`;
const label = (/** @type {number} */ x, /** @type {number} */ y, /** @type {string} */ text, turn = 0) =>
	`<text x="${x}" y="${y}" text-anchor="middle"${turn ? ` transform="rotate(${turn} ${x} ${y})"` : ''}>${text}</text>`;

function horizontalSize(
	/** @type {number} */ x1,
	/** @type {number} */ x2,
	/** @type {number} */ y,
	/** @type {string} */ text
) {
	return `<path class="size" d="M${x1} ${y}H${x2}"/>${label((x1 + x2) / 2, y - 6, text)}`;
}

function verticalSize(
	/** @type {number} */ y1,
	/** @type {number} */ y2,
	/** @type {number} */ x,
	/** @type {string} */ text
) {
	return `<path class="size" d="M${x} ${y1}V${y2}"/>${label(x - 6, (y1 + y2) / 2, text, -90)}`;
}

/**
 * @param {{ number: string, name: string, material: string, scale: string, pxPerMm: number, shape: Shape }} part
 * @returns {string} SVG
 */
export function drawPart({ number, name, material, scale, pxPerMm, shape }) {
	const px = (/** @type {number} */ mm) => Math.round(mm * pxPerMm * 10) / 10;
	const [w, h, t] = [px(shape.width), px(shape.height), px(shape.thickness)];
	const [cx, cy] = [300, 250];
	const [left, top] = [cx - w / 2, cy - h / 2];
	const side = 640;
	const holes = shape.holes
		.map(({ x, y, d }) => {
			const [hx, hy, r] = [cx + px(x), cy + px(y), px(d / 2)];
			return `<circle class="edge" cx="${hx}" cy="${hy}" r="${r}"/>${line([hx - r - 8, hy, hx + r + 8, hy], 'axis')}${line([hx, hy - r - 8, hx, hy + r + 8], 'axis')}`;
		})
		.join('');
	const bore = shape.holes[0];
	return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${PAPER.width} ${PAPER.height}" role="img" aria-label="${number} ${name}">
<style>
.edge { fill: none; stroke: #14181a; stroke-width: 2.4 }
.thin, .size { fill: none; stroke: #3c4446; stroke-width: 1 }
.axis { stroke: #3c4446; stroke-width: 0.9; stroke-dasharray: 14 3 3 3 }
.size { marker-start: url(#tip); marker-end: url(#tip) }
text { font: 15px system-ui, sans-serif; fill: #14181a }
.title { font-size: 20px; font-weight: 600 }
</style>
<defs><marker id="tip" viewBox="0 0 10 6" refX="10" refY="3" markerWidth="11" markerHeight="7" orient="auto-start-reverse"><path d="M0 0 10 3 0 6Z" fill="#3c4446"/></marker>
<pattern id="cut" width="9" height="9" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><path d="M0 0V9" stroke="#6d7672" stroke-width="1"/></pattern></defs>
<rect width="${PAPER.width}" height="${PAPER.height}" fill="#fff"/><rect class="thin" x="12" y="12" width="${PAPER.width - 24}" height="${PAPER.height - 24}"/>
<rect class="edge" x="${left}" y="${top}" width="${w}" height="${h}" rx="${px(shape.radius)}"/>${holes}
${line([cx, top - 18, cx, top + h + 18], 'axis')}${line([left - 18, cy, left + w + 18, cy], 'axis')}
${horizontalSize(left, left + w, top + h + 48, `${shape.width} ±0.1`)}${verticalSize(top, top + h, left - 36, `${shape.height} ±0.1`)}
<rect class="edge" x="${side}" y="${top}" width="${t}" height="${h}" style="fill:url(#cut)"/>
${horizontalSize(side, side + t, top + h + 48, String(shape.thickness))}
${bore ? label(cx + w / 2 + 52, top + 18, `⌀${bore.d} H7`) : ''}
<g transform="translate(${PAPER.width - 372} ${PAPER.height - 102})"><rect class="thin" width="360" height="90"/>${line([0, 45, 360, 45])}${line([230, 0, 230, 90])}
<text class="title" x="10" y="30">${number}</text><text x="240" y="29">${scale}</text><text x="10" y="73">${name}, ${material}</text><text x="240" y="73">SAMPLE</text></g>
</svg>
`;
}
