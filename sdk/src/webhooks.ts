/** Headers as any server has them: `Headers`, Node's `request.headers`, or a plain record in any letter case. */
export type WebhookHeaders = Headers | Readonly<Record<string, string | readonly string[] | undefined>>

export type WebhookRefusal = 'header_missing' | 'timestamp_malformed' | 'too_old' | 'too_new' | 'signature_mismatch'

export type WebhookVerdict =
  | { readonly ok: true; readonly id: string; readonly timestampSeconds: number }
  | { readonly ok: false; readonly reason: WebhookRefusal }

export interface WebhookVerification {
  /** `whsec_...`; several while a secret is being rotated. */
  readonly secrets: string | readonly string[]
  readonly headers: WebhookHeaders
  /** The body exactly as received, before any JSON parsing. */
  readonly body: string | Uint8Array
  /** How far the sender's clock may be from ours; 300 unless said. */
  readonly toleranceSeconds?: number
  /** The present time in epoch milliseconds. */
  readonly nowMs: number
}

const encoder = new TextEncoder()

/**
 * Tells whether a webhook comes from the holder of the secret and is recent (Standard Webhooks 1.0). Runs wherever
 * WebCrypto is: browsers, workers, Node, Deno, Bun. Remember the id for a while to ignore repeats: it is the same on every
 * retry. Throws only when a secret is not base64.
 */
export async function verifyWebhook(input: WebhookVerification): Promise<WebhookVerdict> {
  const id = headerOf(input.headers, 'webhook-id')
  const timestamp = headerOf(input.headers, 'webhook-timestamp')
  const signatures = headerOf(input.headers, 'webhook-signature')
  if (!id || !timestamp || !signatures) return { ok: false, reason: 'header_missing' }

  if (!/^\d{1,12}$/.test(timestamp)) return { ok: false, reason: 'timestamp_malformed' }
  const timestampSeconds = Number(timestamp)
  const tolerance = input.toleranceSeconds ?? 300
  const nowSeconds = Math.floor(input.nowMs / 1000)
  if (timestampSeconds < nowSeconds - tolerance) return { ok: false, reason: 'too_old' }
  if (timestampSeconds > nowSeconds + tolerance) return { ok: false, reason: 'too_new' }

  const signed = concat(encoder.encode(`${id}.${timestamp}.`), bytesOf(input.body))
  const candidates = signatures.split(' ').flatMap(readSignature)
  for (const secret of [input.secrets].flat()) {
    if (await isSignedWith(secret, candidates, signed)) return { ok: true, id, timestampSeconds }
  }
  return { ok: false, reason: 'signature_mismatch' }
}

type Bytes = Uint8Array<ArrayBuffer>

/** `crypto.subtle.verify` compares in constant time. */
async function isSignedWith(secret: string, candidates: readonly Bytes[], signed: Bytes): Promise<boolean> {
  const raw = fromBase64(secret.startsWith('whsec_') ? secret.slice('whsec_'.length) : secret)
  const key = await crypto.subtle.importKey('raw', raw, { name: 'HMAC', hash: 'SHA-256' }, false, ['verify'])
  for (const candidate of candidates) {
    if (await crypto.subtle.verify('HMAC', key, candidate, signed)) return true
  }
  return false
}

/** Other versions and broken base64 are passed over: the sender may know forms that we do not. */
function readSignature(text: string): Bytes[] {
  const [version, signature] = text.split(',')
  if (version !== 'v1' || signature === undefined || !/^[A-Za-z0-9+/]{43}=$/.test(signature)) return []
  return [fromBase64(signature)]
}

function headerOf(headers: WebhookHeaders, name: string): string | undefined {
  if (headers instanceof Headers) return headers.get(name) ?? undefined
  const value = Object.entries(headers).find(([key]) => key.toLowerCase() === name)?.[1]
  return typeof value === 'string' ? value : value?.join(' ')
}

function bytesOf(body: string | Uint8Array): Uint8Array {
  return typeof body === 'string' ? encoder.encode(body) : body
}

function concat(head: Uint8Array, tail: Uint8Array): Bytes {
  const joined = new Uint8Array(head.length + tail.length)
  joined.set(head)
  joined.set(tail, head.length)
  return joined
}

function fromBase64(text: string): Bytes {
  return Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0))
}
