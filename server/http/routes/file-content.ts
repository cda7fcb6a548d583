import { Type } from 'typebox'
import { openFile, readFile } from '../../modules/attachments/index.ts'
import { type ByteRange, pictureTypes, type StoredFile } from '../../modules/files/index.ts'
import type { Context } from '../../platform/context.ts'
import { AppError } from '../../platform/errors.ts'
import { encodeId } from '../../platform/ids.ts'
import { answer, Answer } from '../answer.ts'
import { contentDisposition } from '../content-disposition.ts'
import { isKnown } from '../etag.ts'
import { rangeOf } from '../range.ts'
import { type CallRequest, defineRoute } from '../route.ts'
import { id } from '../schemas.ts'
import { withStallLimit } from '../stall-limit.ts'

const saved = 'application/octet-stream'

/** Whatever is in it: a browser saves it, sniffs nothing, runs nothing and shows it to no other origin. */
const guarded = {
  'content-security-policy': "default-src 'none'; sandbox; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'cross-origin-resource-policy': 'same-origin',
  // Asked again each time: who may read a file may lose that right.
  'cache-control': 'private, no-cache',
  'accept-ranges': 'bytes',
}

/** What routes that send the content of a file have in common. */
export const contentFacts = {
  method: 'GET',
  params: Type.Object({ id: id('file') }),
  answers: { 200: Type.String(), 206: Type.String(), 304: null },
  alsoAnswers: [saved, ...pictureTypes],
  waits: true,
  example: { params: { id: 'file_01jqzv5k3mf8tbn2c4d6e7g9ha' }, answer: 'the bytes' },
} as const

export const contentRoute = defineRoute({
  ...contentFacts,
  url: '/v1/files/:id/content',
  operationId: 'readFileContent',
  summary: 'Download a file',
  description:
    'Always to be saved (`Content-Disposition: attachment`), in a sandbox, without sniffing. A picture has its own media ' +
    'type, so a page of the console may draw it; everything else is `application/octet-stream`. One `Range` is honoured.',
  tag: 'files',
  permission: 'signed-in',
  handle: ({ context, params: { id: fileId }, request }) => contentAnswer(context, fileId, request),
})

/** The content of a file, or the part of it that is asked for. Throws `not_found`. */
export async function contentAnswer(context: Context, fileId: string, request: CallRequest): Promise<Answer> {
  const file = await readFile(context, { fileId })
  if (file === null) throw new AppError('not_found', 'There is no such file.')
  const etag = `"${Buffer.from(file.sha256).toString('base64url')}"`
  if (isKnown(request.headers['if-none-match'], etag)) return answer(304, undefined, { ...guarded, etag })
  const range = rangeOf(request.headers, { size: file.size, etag })
  const bytes = withStallLimit(await openFile(context, file, range), request.signal)
  return new Answer(range === null ? 200 : 206, bytes, headersOf(file, range, etag), mediaTypeOf(file))
}

function headersOf(file: StoredFile, range: ByteRange | null, etag: string): Record<string, string> {
  const length = range === null ? file.size : range.last - range.first + 1
  return {
    ...guarded,
    etag,
    'content-length': String(length),
    'content-disposition': contentDisposition(file.name, encodeId('file', file.id)),
    ...(range !== null && { 'content-range': `bytes ${range.first}-${range.last}/${file.size}` }),
  }
}

function mediaTypeOf({ mediaType, width }: StoredFile): string {
  return width === null ? saved : (pictureTypes.find((type) => type === mediaType) ?? saved)
}
