import { randomUUIDv7 } from 'node:crypto'
import type { Socket } from 'node:net'
import { problemMediaType } from './problem.ts'

interface ClientError extends Error {
  readonly code?: string
}

const answers: Readonly<Record<string, { status: string; code: string; detail: string }>> = {
  HPE_HEADER_OVERFLOW: {
    status: '431 Request Header Fields Too Large',
    code: 'too_large',
    detail: 'The headers are too large.',
  },
  ERR_HTTP_REQUEST_TIMEOUT: {
    status: '408 Request Timeout',
    code: 'invalid',
    detail: 'The request took too long to arrive.',
  },
}
const malformed = { status: '400 Bad Request', code: 'invalid', detail: 'This is not an HTTP request.' }

/** Answers what never became a request: broken HTTP, headers too large, a sender too slow; then ends the connection. */
export function answerClientError(error: ClientError, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) return void socket.destroy()
  const { status, code, detail } = answers[error.code ?? ''] ?? malformed
  const body = JSON.stringify({
    type: 'about:blank',
    title: status.slice(4),
    status: Number(status.slice(0, 3)),
    detail,
    code,
    requestId: randomUUIDv7(),
  })
  const head = [
    `HTTP/1.1 ${status}`,
    `content-type: ${problemMediaType}`,
    `content-length: ${Buffer.byteLength(body)}`,
    'x-content-type-options: nosniff',
    'connection: close',
  ]
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`, () => socket.destroy())
}
