import { createDecipheriv, createHash, createPublicKey, type KeyObject } from 'node:crypto'

/**
 * The chain as docs/audit.md describes it, written a second time on purpose: a mistake in the service's own code must not
 * hide what it did. Nothing here comes from the modules.
 */
export function rowHash(before: Buffer, row: object): Buffer {
  return createHash('sha256')
    .update(Buffer.concat([before, bytesOf(row)]))
    .digest()
}

/** RFC 8785 for what JSON.parse gives. */
export function bytesOf(value: unknown): Buffer {
  const parts: string[] = []
  write(value, parts)
  return Buffer.from(parts.join(''), 'utf8')
}

function write(value: unknown, parts: string[]): void {
  if (typeof value !== 'object' || value === null) return void parts.push(JSON.stringify(value))
  const isList = Array.isArray(value)
  const names = isList ? value.keys() : Object.keys(value).sort()
  parts.push(isList ? '[' : '{')
  let separator = ''
  for (const name of names) {
    parts.push(isList ? separator : `${separator}${JSON.stringify(name)}:`)
    write((value as Record<string | number, unknown>)[name], parts)
    separator = ','
  }
  parts.push(isList ? ']' : '}')
}

/** What `data/sealing.key` opens: format 1, 4 bytes that name the key, nonce of 12, tag of 16, AES-256-GCM. */
export function openSealed(sealed: Buffer, key: Buffer, binding: string): string | null {
  const name = createHash('sha256').update(key).digest().subarray(0, 4)
  if (sealed[0] !== 1 || !sealed.subarray(1, 5).equals(name)) return null
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(5, 17), { authTagLength: 16 })
    decipher.setAAD(Buffer.from(binding))
    decipher.setAuthTag(sealed.subarray(17, 33))
    return Buffer.concat([decipher.update(sealed.subarray(33)), decipher.final()]).toString('utf8')
  } catch {
    return null
  }
}

/** The public key of a private one; null for what is none, or does not fit the public key stored beside it. */
export function publicKeyOf(pem: string | null, stored: Buffer): KeyObject | null {
  if (pem === null) return null
  const key = createPublicKey(pem)
  return key.export({ type: 'spki', format: 'der' }).equals(stored) ? key : null
}
