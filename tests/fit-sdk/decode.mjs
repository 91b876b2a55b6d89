// Garmin's own decoder as a judge: reads one FIT file per line, in base64, and answers each with one line of JSON:
// { integrity, errors: [text], messages: [{ number, fields: { "<field number>": { name, raw, value } } }] }.
// "raw" is the number as stored, "value" the physical one: scaled, an instant as ISO text. Absent and invalid fields are left out.
import { createInterface } from 'node:readline';
import { Decoder, Profile, Stream } from '@garmin/fitsdk';

const plain = { expandSubFields: false, expandComponents: false, convertTypesToStrings: false, mergeHeartRates: false, includeUnknownData: true };

function read(bytes, options) {
  const messages = [];
  const { errors } = new Decoder(Stream.fromByteArray(bytes)).read({ ...plain, ...options, mesgListener: (number, message) => messages.push({ number, message }) });
  return { messages, errors: errors.map(String) };
}

function decode(bytes) {
  const integrity = new Decoder(Stream.fromByteArray(bytes)).checkIntegrity();
  const stored = read(bytes, { applyScaleAndOffset: false, convertDateTimesToDates: false });
  const physical = read(bytes, { applyScaleAndOffset: true, convertDateTimesToDates: true });
  const messages = stored.messages.map(({ number, message }, index) => {
    const numbers = new Map(Object.values(Profile.messages[number]?.fields ?? {}).map(field => [field.name, field.num]));
    const fields = {};
    for (const [name, raw] of Object.entries(message)) {
      if (name !== 'developerFields' && name !== 'key') {
        fields[numbers.get(name) ?? name] = { name, raw, value: physical.messages[index].message[name] };
      }
    }
    return { number, fields };
  });
  return { integrity, errors: [...stored.errors, ...physical.errors], messages };
}

const answer = result => JSON.stringify(result, (_, value) => typeof value === 'bigint' ? value.toString() : value);

for await (const line of createInterface({ input: process.stdin })) {
  process.stdout.write(`${answer(decode([...Buffer.from(line, 'base64')]))}\n`);
}
