/** The part of a body that is kept, and whether there was more. */
export interface KeptBody {
  readonly text: string
  readonly isTruncated: boolean
}

/**
 * Reads at most `maxBytes` and keeps at most `keptBytes` of them as text that PostgreSQL can store (no NUL). Leaving the
 * loop destroys the stream, so an endless body costs no more than that.
 */
export async function readBody(
  chunks: AsyncIterable<Uint8Array>,
  limits: { maxBytes: number; keptBytes: number },
): Promise<KeptBody> {
  const decoder = new TextDecoder()
  let text = ''
  let readBytes = 0
  for await (const chunk of chunks) {
    const room = limits.keptBytes - readBytes
    if (room > 0) text += decoder.decode(chunk.subarray(0, room), { stream: true })
    readBytes += chunk.byteLength
    if (readBytes > limits.maxBytes) break
  }
  return { text: text.replaceAll('\0', '\uFFFD'), isTruncated: readBytes > limits.keptBytes }
}
