/** A random UUID, version 4. `crypto.randomUUID` is not there on a plain http:// page. */
export const uuid = (): string =>
  '10000000-1000-4000-8000-100000000000'.replaceAll(/[018]/g, (digit) =>
    // 8 keeps its two upper bits, the variant.
    (Number(digit) ^ (crypto.getRandomValues(new Uint8Array(1))[0]! & (15 >> (Number(digit) / 4)))).toString(16),
  )
