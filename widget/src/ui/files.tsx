/* oxlint-disable no-unused-vars -- h is what JSX becomes */
import type { h } from 'preact'
import type { Attachment } from '../chat/conversation.ts'
import type { Kit } from './kit.ts'
import type { LaterWords } from './later.ts'
import { makeUpload } from './upload.tsx'

/** What is there of the files of the next message; null while some are on their way. */
export type Ready = readonly Attachment[] | null

interface FilesProps {
  /** How often the customer has asked to choose some. */
  readonly asked: number
  readonly onReady: (ready: Ready) => void
}

interface Chosen {
  /** Two files may have one name. */
  readonly id: number
  readonly file: File
  /** Undefined while it is on its way; null = refused. */
  readonly stored?: Attachment | null
}

/** As many as one message may carry. */
const most = 10
let lastId = 0

/** The files of the next message. */
export function makeFiles(kit: Kit, own: LaterWords) {
  const { h, useEffect, useState } = kit
  const Upload = makeUpload(kit, own)
  return function Files({ asked, onReady }: FilesProps) {
    const [all, setAll] = useState<readonly Chosen[]>([])
    const add = (list: FileList | null) => {
      const fresh = Array.from(list ?? []).map((file) => ({ file, id: ++lastId }))
      setAll((known) => [...known, ...fresh].slice(0, most))
    }
    useEffect(() => {
      const picker = document.createElement('input')
      picker.type = 'file'
      picker.multiple = true
      picker.onchange = () => add(picker.files)
      picker.click()
    }, [asked])
    useEffect(() => {
      onReady(all.some(({ stored }) => stored === undefined) ? null : all.flatMap(({ stored }) => stored ?? []))
    }, [all])
    if (all.length === 0) return null
    return (
      <ul class="files">
        {all.map(({ id, file }) => (
          <Upload
            key={id}
            file={file}
            onDone={(stored) => setAll((known) => known.map((one) => (one.id === id ? { ...one, stored } : one)))}
            onRemove={() => setAll((known) => known.filter((one) => one.id !== id))}
          />
        ))}
      </ul>
    )
  }
}
