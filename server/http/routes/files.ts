import { Type } from 'typebox'
import { deleteFile, readFile } from '../../modules/attachments/index.ts'
import { dropFile, keepFile, presentFile, type ReceivedFile, receiveFile } from '../../modules/files/index.ts'
import { AppError } from '../../platform/errors.ts'
import { answer } from '../answer.ts'
import { defineRoute, type Route } from '../route.ts'
import { id } from '../schemas.ts'
import { contentRoute } from './file-content.ts'
import { exampleFile, FileSchema } from './file-schemas.ts'

/** Files: upload, look at, download, take back. */
export function fileRoutes(): Route[] {
  return [uploadRoute, getRoute, contentRoute, deleteRoute]
}

const params = Type.Object({ id: id('file') })
const example = { params: { id: exampleFile.id } }
const noSuchFile = () => new AppError('not_found', 'There is no such file.')

const uploadRoute = defineRoute({
  method: 'POST',
  url: '/v1/files',
  operationId: 'uploadFile',
  summary: 'Upload a file',
  description:
    'A form with one part, `file`. The file is yours alone until you attach it to a message or lay it before a case, and is ' +
    'removed when that does not happen within a day. 413 names the limit: of a file (`too_large`) or of all files of the ' +
    'workspace (`quota_exceeded`). With an Idempotency-Key a repeat is known by the name and the content of the file.',
  tag: 'files',
  permission: 'signed-in',
  load: 'message',
  waits: true,
  rawMedia: ['multipart/form-data'],
  upload: {
    async take(context, form) {
      const received = await receiveFile(context, form)
      const { name, sha256 } = received
      return {
        upload: received,
        print: Buffer.concat([Buffer.from(`${name}\n`), sha256]),
        drop: () => dropFile(context, received),
      }
    },
  },
  answers: { 201: FileSchema },
  example: { answer: exampleFile },
  async handle({ context, upload }) {
    // What `take` of this very route gave.
    const file = presentFile(await keepFile(context, upload as ReceivedFile))
    return answer(201, file, { location: `/v1/files/${file.id}` })
  },
})

const getRoute = defineRoute({
  method: 'GET',
  url: '/v1/files/:id',
  operationId: 'getFile',
  summary: 'Read what a file is',
  description:
    'Yours until it is attached; then of whoever may read the message it is on, or the case it was laid before.',
  tag: 'files',
  permission: 'signed-in',
  params,
  answers: { 200: FileSchema },
  example: { ...example, answer: exampleFile },
  async handle({ context, params: { id: fileId } }) {
    const file = await readFile(context, { fileId })
    if (file === null) throw noSuchFile()
    return presentFile(file)
  },
})

const deleteRoute = defineRoute({
  method: 'DELETE',
  url: '/v1/files/:id',
  operationId: 'deleteFile',
  summary: 'Take a file back',
  description: 'By who uploaded it, as long as it is not attached (409).',
  tag: 'files',
  permission: 'signed-in',
  params,
  answers: { 204: null },
  example,
  async handle({ context, params: { id: fileId } }) {
    if (!(await deleteFile(context, { fileId }))) throw noSuchFile()
    return answer(204)
  },
})
