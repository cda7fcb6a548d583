/* oxlint-disable no-unused-vars -- h is what JSX becomes */
import type { h } from 'preact'
import type { Attachment } from '../chat/conversation.ts'
import type { Kit } from './kit.ts'
import type { LaterWords } from './later.ts'

interface UploadProps {
  readonly file: File
  /** What it is called from now on; null = it was refused. */
  readonly onDone: (stored: Attachment | null) => void
  readonly onRemove: () => void
}

/** A file of the next message on its way: how far it is, and the way to take it back. */
export function makeUpload({ h, useEffect, useState, usePanel, Icon }: Kit, own: LaterWords) {
  return function Upload({ file, onDone, onRemove }: UploadProps) {
    const { chat, speech } = usePanel()
    const { words } = speech
    const [part, setPart] = useState(0)
    const [stored, setStored] = useState<Attachment | null>(null)
    const [fault, setFault] = useState('')
    const token = chat.token() ?? ''
    useEffect(() => {
      const sending = send(file, token, setPart)
      sending.result.then(
        (done) => {
          setStored(done)
          onDone(done)
        },
        (error: Error) => {
          setFault(error.message || words.failed)
          onDone(null)
        },
      )
      return sending.stop
    }, [])
    const remove = () => {
      // What is not said goes by itself within a day.
      if (stored !== null)
        fetch(`${address}/${stored.id}`, { method: 'DELETE', headers: headersOf(token) }).catch(() => null)
      onRemove()
    }
    return (
      <li class={fault === '' ? '' : 'fault'}>
        <Icon name={fault === '' ? 'clip' : 'alert'} />
        <span class="grow" dir="auto">
          {file.name}
          {fault !== '' && <small role="alert">{fault}</small>}
        </span>
        {stored === null && fault === '' && <progress value={part} aria-label={file.name} />}
        <button
          type="button"
          class="bare"
          aria-label={own.removeFile.replace('{name}', () => file.name)}
          onClick={remove}
        >
          <Icon path={cross} />
        </button>
      </li>
    )
  }
}

const cross = 'm4 4 8 8M12 4l-8 8'
const address = '/v1/files'
const headersOf = (token: string) => ({ authorization: `Bearer ${token}` })

/** No other call tells how far a body is on its way. */
function send(file: File, token: string, onPart: (part: number) => void) {
  const request = new XMLHttpRequest()
  const result = new Promise<Attachment>((resolve, reject) => {
    const form = new FormData()
    form.append('file', file)
    request.open('POST', address)
    request.setRequestHeader('authorization', headersOf(token).authorization)
    request.responseType = 'json'
    request.upload.onprogress = ({ loaded, total }) => onPart(loaded / total)
    request.onloadend = () => {
      const answer = request.response as (Attachment & { detail?: string }) | null
      if (request.status === 201 && answer !== null) resolve(answer)
      else reject(new Error(answer?.detail ?? ''))
    }
    request.send(form)
  })
  return { result, stop: () => request.abort() }
}
