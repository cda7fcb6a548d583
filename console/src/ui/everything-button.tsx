import { Button } from './button.tsx'
import { t } from './words/words.ts'

interface EverythingButtonProps<Name extends string> {
  /** What narrows the list now; null = not narrowed by it. */
  narrowed: Record<Name, unknown>
  label?: string
  onFilter: (change: Record<Name, null>) => void
}

/** Takes every narrowing of a list back at once; not there while nothing is narrowed. */
export function EverythingButton<Name extends string>({
  narrowed,
  label = t('quality.everything'),
  onFilter,
}: EverythingButtonProps<Name>) {
  const names = Object.keys(narrowed) as Name[]
  if (names.every((name) => narrowed[name] === null)) return null
  const widen = () => onFilter(Object.fromEntries(names.map((name) => [name, null])) as Record<Name, null>)
  return (
    <Button small look="bare" icon="x" className="flex-none max-pane:!h-11" onClick={widen}>
      {label}
    </Button>
  )
}
