import { Refusal } from '../../src/chat/calls.ts'
import type { Upload } from './calls.ts'

interface UploadAsked {
  readonly file: File
  readonly token: string | null
  readonly onProgress: (share: number) => void
}

/** A file may take its time, but not for ever. */
const limitMs = 10 * 60_000

/** Uploads a file; by the older way of asking, for the newer one does not tell how much of it has gone. */
export function upload({ file, token, onProgress }: UploadAsked): Upload {
  const request = new XMLHttpRequest()
  const ended = new Promise<{ id: string }>((resolve, reject) => {
    request.open('POST', '/v1/files')
    request.timeout = limitMs
    if (token !== null) request.setRequestHeader('authorization', `Bearer ${token}`)
    request.upload.onprogress = ({ loaded, total }) => onProgress(total === 0 ? 0 : loaded / total)
    // Also when it is stopped, cut off or takes too long: then its status is 0.
    request.onloadend = () => {
      if (request.status === 201) resolve(JSON.parse(request.responseText) as { id: string })
      else reject(new Refusal(request.status, '', null))
    }
    const form = new FormData()
    form.append('file', file)
    request.send(form)
  })
  return { ended, stop: () => request.abort() }
}
