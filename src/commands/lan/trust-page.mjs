// The page a tablet sees first: it installs the certificate once and then leads on to the app.

const TEXTS = {
	en: {
		title: 'Connect this tablet',
		why: 'The camera and work without a network need a secure connection. This computer made its own certificate for it; the tablet has to trust it once.',
		open: 'Open Countersign',
		checking: 'Looking whether this tablet already trusts the certificate …',
		trusted: 'This tablet trusts the certificate.',
		untrusted: 'This tablet does not trust the certificate yet. Do the two steps below, then open Countersign.',
		step1: '1. Get the certificate',
		download: 'Download the certificate',
		step2: '2. Trust it',
		scope: 'The certificate is good for addresses of local networks only, not for the internet.',
		ipad: 'iPad',
		ipadSteps: [
			'Allow the download, then open Settings. “Profile Downloaded” is near the top: tap it and Install.',
			'Settings → General → About → Certificate Trust Settings: switch on “Countersign …”.',
			'Come back here, open Countersign in Safari, tap Share → Add to Home Screen.'
		],
		android: 'Android',
		androidSteps: [
			'Settings → Security → More → Encryption & credentials → Install a certificate → CA certificate.',
			'Choose the downloaded file countersign.crt.',
			'Come back here, open Countersign in Chrome, menu → Install app.'
		],
		windows: 'Windows',
		windowsSteps: [
			'Open the downloaded file → Install Certificate → Current User.',
			'“Place all certificates in the following store” → Trusted Root Certification Authorities.',
			'Restart the browser and open Countersign in Edge or Chrome.'
		]
	},
	de: {
		title: 'Dieses Tablet verbinden',
		why: 'Kamera und Arbeiten ohne Netz brauchen eine sichere Verbindung. Dieser Rechner hat dafür ein eigenes Zertifikat gemacht; das Tablet muss ihm einmal vertrauen.',
		open: 'Countersign öffnen',
		checking: 'Prüfe, ob dieses Tablet dem Zertifikat schon vertraut …',
		trusted: 'Dieses Tablet vertraut dem Zertifikat.',
		untrusted:
			'Dieses Tablet vertraut dem Zertifikat noch nicht. Erst die zwei Schritte unten, dann Countersign öffnen.',
		step1: '1. Zertifikat holen',
		download: 'Zertifikat herunterladen',
		step2: '2. Ihm vertrauen',
		scope: 'Das Zertifikat gilt nur für Adressen im örtlichen Netz, nicht für das Internet.',
		ipad: 'iPad',
		ipadSteps: [
			'Das Laden erlauben, dann die Einstellungen öffnen. Oben steht „Profil geladen“: antippen und installieren.',
			'Einstellungen → Allgemein → Info → Zertifikatsvertrauenseinstellungen: „Countersign …“ einschalten.',
			'Hierher zurück, Countersign in Safari öffnen, Teilen → Zum Home-Bildschirm.'
		],
		android: 'Android',
		androidSteps: [
			'Einstellungen → Sicherheit → Mehr → Verschlüsselung und Anmeldedaten → Zertifikat installieren → CA-Zertifikat.',
			'Die geladene Datei countersign.crt wählen.',
			'Hierher zurück, Countersign in Chrome öffnen, Menü → App installieren.'
		],
		windows: 'Windows',
		windowsSteps: [
			'Die geladene Datei öffnen → Zertifikat installieren → Aktueller Benutzer.',
			'„Alle Zertifikate in folgendem Speicher speichern“ → Vertrauenswürdige Stammzertifizierungsstellen.',
			'Den Browser neu starten und Countersign in Edge oder Chrome öffnen.'
		]
	}
};

const STYLE = `
:root { color-scheme: light dark; --ink: #14181a; --ground: #f4f5f2; --card: #fff; --accent: #0b4f6c; --on: #fff }
@media (prefers-color-scheme: dark) { :root { --ink: #f1f4f2; --ground: #0e1214; --card: #171d20; --accent: #7cc4e4; --on: #06202c } }
body { font: 1.1875rem/1.45 system-ui, sans-serif; color: var(--ink); background: var(--ground); margin: 0 auto; max-width: 46rem; padding: 1.5rem }
section { background: var(--card); border-radius: 1.25rem; padding: 1rem 1.5rem; margin: 1.5rem 0 }
.button { display: inline-block; min-height: 4rem; line-height: 4rem; padding: 0 1.5rem; border-radius: .75rem; background: var(--accent); color: var(--on); text-decoration: none; font-weight: 600 }
summary { min-height: 3rem; line-height: 3rem; font-weight: 600; cursor: pointer }
h2 { margin: .5rem 0 }`;

/** Where the https server says, to any page, that its certificate was accepted. */
export const TRUST_CHECK = '/.well-known/countersign-trusted';

/**
 * @param {'en' | 'de'} language
 * @param {number} securePort Port of the https server on the host that this page came from.
 */
export function trustPage(language, securePort) {
	const text = TEXTS[language];
	const steps = (/** @type {string} */ name, /** @type {string[]} */ items) =>
		`<details><summary>${name}</summary><ol>${items.map((item) => `<li>${item}</li>`).join('')}</ol></details>`;
	return `<!doctype html>
<html lang="${language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${text.title} · Countersign</title><style>${STYLE}</style></head><body><main>
<h1>${text.title}</h1><p>${text.why}</p>
<section><p id="state" role="status">${text.checking}</p><p><a class="button" id="open" href="#">${text.open}</a></p></section>
<section><h2>${text.step1}</h2><p><a class="button" href="/countersign.crt">${text.download}</a></p><p>${text.scope}</p>
<h2>${text.step2}</h2>${steps(text.ipad, text.ipadSteps)}${steps(text.android, text.androidSteps)}${steps(text.windows, text.windowsSteps)}
</section></main><script>
const app = 'https://' + location.hostname + ':${securePort}';
document.getElementById('open').href = app + '/';
fetch(app + '${TRUST_CHECK}').then(
	() => { document.getElementById('state').textContent = ${JSON.stringify(text.trusted)}; },
	() => { document.getElementById('state').textContent = ${JSON.stringify(text.untrusted)}; }
);
</script></body></html>`;
}
