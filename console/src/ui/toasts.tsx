import { useEffect, useState, useSyncExternalStore } from 'react'
import type { ReactNode } from 'react'
import { Icon } from './icon.tsx'
import { IconButton } from './button.tsx'
import { t } from './words/words.ts'

export interface Toast {
  id: number
  text: ReactNode
  /** One thing to do about it: undo, open. */
  action?: { label: string; run: () => void }
  /** It tells of something that was not done. */
  isFailure?: boolean
}

const shownMs = 15_000
let shown: readonly Toast[] = []
let nextId = 1
const listeners = new Set<() => void>()

function change(next: readonly Toast[]): void {
  shown = next
  for (const listener of listeners) listener()
}

/** Tells what was done, with a way back, for a quarter of a minute; the latest three are kept. */
export function showToast(toast: Omit<Toast, 'id'>): void {
  change([...shown, { ...toast, id: nextId++ }].slice(-3))
}

const dismiss = (id: number) => change(shown.filter((toast) => toast.id !== id))

function Card({ toast }: { toast: Toast }) {
  const [isHeld, hold] = useState(false)
  useEffect(() => {
    if (isHeld) return
    const timer = setTimeout(() => dismiss(toast.id), shownMs)
    return () => clearTimeout(timer)
  }, [isHeld, toast.id])
  return (
    <li
      className="enter-rise flex min-h-11 items-center gap-2 rounded-card bg-raised py-1.5 ps-3.5 pe-1.5 shadow-[0_0_0_1px_var(--line-strong),var(--shadow-3)]"
      onPointerEnter={() => hold(true)}
      onPointerLeave={() => hold(false)}
      onFocus={() => hold(true)}
      onBlur={() => hold(false)}
    >
      {toast.isFailure ? (
        <Icon name="alert" size="s" tone="text-breach" />
      ) : (
        <Icon name="check-circle" size="s" tone="text-met" />
      )}
      <span className="min-w-0 flex-1">{toast.text}</span>
      {toast.action && (
        <button
          type="button"
          className="b sm max-pane:!h-11"
          onClick={() => {
            toast.action?.run()
            dismiss(toast.id)
          }}
        >
          {toast.action.label}
        </button>
      )}
      <IconButton small icon="x" label={t('action.close')} onClick={() => dismiss(toast.id)} />
    </li>
  )
}

/** Where toasts appear: bottom start, clear of the offer card; they wait while somebody is at them. Others stand below. */
export function Toasts({ children }: { children?: ReactNode }) {
  const toasts = useSyncExternalStore(
    (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    () => shown,
  )
  return (
    <div
      role="status"
      aria-label={t('toast.title')}
      className="pointer-events-none fixed bottom-4 start-[72px] z-40 grid gap-2 w-[min(420px,calc(100vw-24px))] max-pane:start-3 max-pane:bottom-[72px]"
    >
      {toasts.length > 0 && (
        <ol className="grid gap-2 *:pointer-events-auto">
          {toasts.map((toast) => (
            <Card key={toast.id} toast={toast} />
          ))}
        </ol>
      )}
      {children}
    </div>
  )
}
