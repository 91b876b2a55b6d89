// A browser without scripts: opens the page, fills in the form's visible fields, sends it, and is sent back to the client.
export async function consent(address, fill) {
  const page = await fetch(address, { redirect: 'manual' });
  const html = await page.text();
  if (page.status !== 200) {
    throw new Error(`The consent page answered ${page.status}: ${html}`);
  }

  const unescape = text => text.replace(/&#x([0-9A-Fa-f]+);/g, (_, hex) => String.fromCodePoint(parseInt(hex, 16))).replace(/&#(\d+);/g, (_, number) => String.fromCodePoint(number))
    .replace(/&quot;/g, '"').replace(/&lt;/g, '<').replace(/&gt;/g, '>').replace(/&amp;/g, '&');
  const form = /<form[^>]*action="([^"]*)"/.exec(html);
  const fields = new URLSearchParams();
  for (const [input] of html.matchAll(/<input[^>]*type="hidden"[^>]*>/g)) {
    fields.set(unescape(/name="([^"]*)"/.exec(input)[1]), unescape(/value="([^"]*)"/.exec(input)[1]));
  }

  for (const [name, value] of Object.entries(fill)) {
    fields.set(name, value);
  }

  const sent = await fetch(new URL(unescape(form[1]), address), {
    method: 'POST', body: fields, redirect: 'manual', headers: { Origin: new URL(address).origin, Cookie: page.headers.getSetCookie().map(cookie => cookie.split(';')[0]).join('; ') },
  });
  const back = sent.headers.get('location');
  if (!back) {
    throw new Error(`The consent form answered ${sent.status}: ${await sent.text()}`);
  }

  return { status: sent.status, back: new URL(back) };
}
