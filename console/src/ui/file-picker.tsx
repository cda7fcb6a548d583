import { useRef } from 'react'
import { Button, IconButton } from './button.tsx'

interface FilePickerProps {
  label: string
  multiple?: boolean
  /** As a button with its words instead of the clip alone. */
  showsLabel?: boolean
  onFiles: (files: File[]) => void
}

/** The paper clip: opens the browser's own choice of files. */
export function FilePicker({ label, multiple = true, showsLabel = false, onFiles }: FilePickerProps) {
  const input = useRef<HTMLInputElement>(null)
  const open = () => input.current?.click()
  return (
    <>
      {showsLabel ? (
        <Button icon="clip" small onClick={open}>
          {label}
        </Button>
      ) : (
        <IconButton icon="clip" small label={label} onClick={open} />
      )}
      <input
        ref={input}
        type="file"
        multiple={multiple}
        hidden
        aria-label={label}
        onChange={(event) => {
          onFiles([...(event.target.files ?? [])])
          // The same file may be chosen again.
          event.target.value = ''
        }}
      />
    </>
  )
}
