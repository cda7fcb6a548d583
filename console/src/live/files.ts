import { ApiProblem } from '@switchyard/sdk'
import type { Attachment, ProblemBody, StoredFile } from '@switchyard/sdk'
import { api, workspaceHeader } from './client.ts'
import { downloadFile } from './download.ts'

const contentPath = (fileId: string) => `/v1/files/${fileId}/content`

const unreachable = () => new ApiProblem({ status: 0, code: 'unreachable', title: 'The server did not answer' }, null)

function problemOf(request: XMLHttpRequest): ApiProblem {
  let known: Partial<ProblemBody> = {}
  try {
    known = JSON.parse(request.responseText) as Partial<ProblemBody>
  } catch {
    // A proxy's refusal has a body of its own.
  }
  const body = { title: request.statusText, ...known, status: request.status }
  return new ApiProblem(body, request.getResponseHeader('x-request-id'))
}

interface Sending {
  /** The same for every try: an upload whose answer was lost is not kept twice. */
  key: string
  signal: AbortSignal
  /** From 0 to 1. */
  onProgress: (part: number) => void
}

/** Uploads a file and tells how far it is, which `fetch` cannot. Throws ApiProblem. */
export function uploadFile(file: File, { key, signal, onProgress }: Sending): Promise<StoredFile> {
  const form = new FormData()
  form.append('file', file, file.name)
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest()
    request.open('POST', '/v1/files')
    const headers = { ...workspaceHeader(), 'x-switchyard-csrf': '1', 'idempotency-key': key }
    for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value)
    request.upload.addEventListener('progress', ({ loaded, total }) => onProgress(total === 0 ? 0 : loaded / total))
    request.addEventListener('load', () =>
      request.status < 300 ? resolve(JSON.parse(request.responseText) as StoredFile) : reject(problemOf(request)),
    )
    for (const end of ['error', 'timeout', 'abort']) request.addEventListener(end, () => reject(unreachable()))
    signal.addEventListener('abort', () => request.abort())
    request.send(form)
  })
}

/** Takes back a file that was not attached; one that is gone is taken back already. */
export async function takeFileBack(fileId: string): Promise<void> {
  await api.request({ method: 'DELETE', path: `/v1/files/${fileId}` }).catch(() => {})
}

/** The bytes of a file, for a picture that is drawn. Throws ApiProblem. */
async function readContent({ id, mediaType }: Pick<Attachment, 'id' | 'mediaType'>): Promise<Blob> {
  const response = await fetch(contentPath(id), { headers: workspaceHeader() }).catch(() => {
    throw unreachable()
  })
  if (!response.ok) throw new ApiProblem({ title: response.statusText, status: response.status }, null)
  return new Blob([await response.arrayBuffer()], { type: mediaType })
}

/** Hands a file to the browser to be saved. Throws ApiProblem. */
function saveFile({ id, name }: Pick<Attachment, 'id' | 'name'>): Promise<void> {
  return downloadFile({ path: contentPath(id), query: {}, type: '*/*', fileName: name })
}

/** What shows files and knows no server is given this. */
export const fileSource = { read: readContent, save: saveFile }
