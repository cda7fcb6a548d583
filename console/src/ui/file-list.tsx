import { useEffect, useState } from 'react'
import type { Attachment } from '@switchyard/sdk'
import { Button, IconButton } from './button.tsx'
import { Dialog } from './dialog.tsx'
import { sizeText } from './file-size.ts'
import { Icon } from './icon.tsx'
import { t } from './words/words.ts'

/** How files are got: by whoever knows the server. */
export interface FileSource {
  read: (file: Attachment) => Promise<Blob>
  save: (file: Attachment) => Promise<void>
}

/** Larger pictures are only drawn when asked for. */
const drawnBytes = 5 * 1024 * 1024

/** The address of a picture's bytes in this page; null until they are there. */
function usePicture(file: Attachment, read: FileSource['read']) {
  const [address, setAddress] = useState<string | null>(null)
  const [hasFailed, setFailed] = useState(false)
  useEffect(() => {
    let isOver = false
    let made: string | null = null
    read(file).then(
      (blob) => {
        if (isOver) return
        made = URL.createObjectURL(blob)
        setAddress(made)
      },
      () => isOver || setFailed(true),
    )
    return () => {
      isOver = true
      if (made !== null) URL.revokeObjectURL(made)
    }
    // A file never changes; its message may be read anew.
  }, [file.id])
  return { address, hasFailed }
}

function useSaving(file: Attachment, save: FileSource['save']) {
  const [hasFailed, setFailed] = useState(false)
  return {
    hasFailed,
    start: () => {
      setFailed(false)
      save(file).catch(() => setFailed(true))
    },
  }
}

function FileRow({ file, source }: { file: Attachment; source: FileSource }) {
  const saving = useSaving(file, source.save)
  return (
    <button
      type="button"
      onClick={saving.start}
      title={t('file.download', { name: file.name })}
      className="hairline group inline-flex h-[30px] max-w-full items-center gap-1.5 rounded-control bg-surface ps-2 pe-2.5 text-ink-2 hover:bg-hover max-pane:h-11"
    >
      <Icon name="file" size="s" tone="text-ink-3 group-hover:hidden" />
      <Icon name="download" size="s" tone="hidden group-hover:block" />
      <span className="sr-only">{t('file.save')}</span>
      <span className="type-label max-w-64 truncate" dir="auto">
        {file.name}
      </span>
      <span className={`num type-meta whitespace-nowrap ${saving.hasFailed ? 'text-breach' : 'text-ink-3'}`}>
        {saving.hasFailed ? t('file.gone') : sizeText(file.size)}
      </span>
    </button>
  )
}

function Large({
  file,
  address,
  source,
  onClose,
}: {
  file: Attachment
  address: string
  source: FileSource
  onClose: () => void
}) {
  const saving = useSaving(file, source.save)
  return (
    <Dialog title={file.name} onClose={onClose} place="picture">
      <div className="grid gap-3 p-4">
        <img src={address} alt={file.name} className="mx-auto max-h-[70vh] max-w-full rounded-control object-contain" />
        <div className="flex items-center gap-2">
          <span className="num type-meta text-ink-3">
            {file.image?.width} × {file.image?.height} · {sizeText(file.size)}
          </span>
          {saving.hasFailed && <span className="type-meta text-breach">{t('file.gone')}</span>}
          <Button icon="download" className="ms-auto" onClick={saving.start}>
            {t('file.save')}
          </Button>
        </div>
      </div>
    </Dialog>
  )
}

/** A picture in the place it will take, so that nothing moves when it comes. */
function Picture({ file, source }: { file: Attachment; source: FileSource }) {
  const { address, hasFailed } = usePicture(file, source.read)
  const [isLarge, setLarge] = useState(false)
  const saving = useSaving(file, source.save)
  if (hasFailed) return <FileRow file={file} source={source} />
  const { width = 1, height = 1 } = file.image ?? {}
  const shownHeight = Math.min(150, height)
  return (
    <span className="hairline group relative inline-block max-w-full overflow-hidden rounded-control bg-fill align-top">
      <button
        type="button"
        aria-label={t('file.enlarge', { name: file.name })}
        title={file.name}
        disabled={address === null}
        onClick={() => setLarge(true)}
        className="block max-w-full cursor-zoom-in"
        style={{ height: shownHeight, width: Math.max(40, Math.min(320, (shownHeight * width) / height)) }}
      >
        {address !== null && <img src={address} alt={file.name} className="size-full object-cover" />}
      </button>
      <span className="absolute end-1 top-1 rounded-control bg-raised opacity-0 shadow-[var(--shadow-1)] focus-within:opacity-100 group-hover:opacity-100 max-pane:opacity-100">
        <IconButton icon="download" small label={t('file.download', { name: file.name })} onClick={saving.start} />
      </span>
      {isLarge && address !== null && (
        <Large file={file} address={address} source={source} onClose={() => setLarge(false)} />
      )}
    </span>
  )
}

const isDrawn = ({ image, size }: Attachment) => image !== null && size <= drawnBytes

/** Files where they hang: pictures that may be drawn as such, all others as rows that are saved. */
export function FileList({ files, source }: { files: readonly Attachment[]; source: FileSource }) {
  const pictures = files.filter(isDrawn)
  const others = files.filter((file) => !isDrawn(file))
  return (
    <div role="group" aria-label={t('file.list')} className="mt-2 grid gap-1.5">
      {pictures.length > 0 && (
        <ul className="flex flex-wrap gap-1.5">
          {pictures.map((file) => (
            <li key={file.id} className="max-w-full">
              <Picture file={file} source={source} />
            </li>
          ))}
        </ul>
      )}
      {others.length > 0 && (
        <ul className="flex flex-wrap gap-1.5">
          {others.map((file) => (
            <li key={file.id} className="max-w-full">
              <FileRow file={file} source={source} />
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}
