import { createCipheriv, createDecipheriv, hash, randomBytes } from 'node:crypto'
import { type Memory, memoryKey } from './memory.ts'

/** Keeps secrets that must be read again. `binding` names the row: sealed bytes moved to another row do not open. */
export interface Seal {
  seal(plain: string, binding: string): Buffer
  /** Throws when the bytes were changed, belong to another binding, or to a key this seal was not given. */
  open(sealed: Uint8Array, binding: string): string
}

const format = 1
const keyBytes = 32
const keyIdBytes = 4
const nonceBytes = 12
const tagBytes = 16
const headerBytes = 1 + keyIdBytes + nonceBytes + tagBytes

const idOf = (key: Uint8Array) => hash('sha256', key, 'buffer').subarray(0, keyIdBytes)

/**
 * AES-256-GCM under a 32-byte key. Sealed bytes: format, first 4 bytes of the key's SHA-256, nonce, tag, cipher text.
 * Bytes sealed under `olderKeys` still open, so that the key can be changed.
 */
export function createSeal(key: Uint8Array, olderKeys: readonly Uint8Array[] = []): Seal {
  const keys = [key, ...olderKeys]
  if (keys.some((each) => each.length !== keyBytes)) throw new TypeError(`A sealing key has ${keyBytes} bytes.`)
  const keyId = idOf(key)
  const keyOfId = new Map(keys.map((each) => [idOf(each).toString('hex'), each]))
  return {
    seal: (plain, binding) => {
      const nonce = randomBytes(nonceBytes)
      const cipher = createCipheriv('aes-256-gcm', key, nonce, { authTagLength: tagBytes })
      cipher.setAAD(Buffer.from(binding))
      const text = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()])
      return Buffer.concat([Buffer.from([format]), keyId, nonce, cipher.getAuthTag(), text])
    },
    open: (sealed, binding) => {
      const bytes = Buffer.from(sealed)
      if (bytes.length < headerBytes || bytes[0] !== format) throw new Error('These are not sealed bytes.')
      const used = keyOfId.get(bytes.subarray(1, 1 + keyIdBytes).toString('hex'))
      if (used === undefined) throw new Error('The bytes are sealed under a key that is not here.')
      const nonce = bytes.subarray(1 + keyIdBytes, 1 + keyIdBytes + nonceBytes)
      const decipher = createDecipheriv('aes-256-gcm', used, nonce, { authTagLength: tagBytes })
      decipher.setAAD(Buffer.from(binding))
      decipher.setAuthTag(bytes.subarray(headerBytes - tagBytes, headerBytes))
      return Buffer.concat([decipher.update(bytes.subarray(headerBytes)), decipher.final()]).toString('utf8')
    },
  }
}

const kept = memoryKey<{ seal: Seal | null }>('platform.seal', () => ({ seal: null }))

/** Gives the running service its seal, once, at start. */
export function keepSeal(memory: Memory, seal: Seal): void {
  memory.of(kept).seal = seal
}

/** The service's seal. Throws when none was given. */
export function sealOf(memory: Memory): Seal {
  const { seal } = memory.of(kept)
  if (seal === null) throw new Error('This service was started without a sealing key.')
  return seal
}
