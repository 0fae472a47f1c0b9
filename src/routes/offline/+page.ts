// Kept on the tablet and shown in place of any page that needs the server: plain HTML, in every language the app has.
export const prerender = true;
export const csr = false;
