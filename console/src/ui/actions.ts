import { useEffect, useSyncExternalStore } from 'react'
import type { IconName } from './icon-paths.tsx'
import { keyOf, watchKeys } from './key-map.ts'
import { isTyped, keyStep, isTextField } from './shortcut.ts'
import { readStored } from './stored.ts'

/** A verb as data: menus, the palette and the keyboard read the same list. */
export interface Action {
  id: string
  label: string
  group: string
  icon?: IconName
  /** `e`, `?`, `mod+k`, or two steps: `g w`. What the map of keys holds is not written here. */
  shortcut?: string
  isAllowed: boolean
  run: () => void
}

const scopes = new Map<string, Action[]>()
const listeners = new Set<() => void>()
let snapshot: Action[] = []

function publish(): void {
  snapshot = [...scopes.values()].flat().map((action) => {
    const keys = keyOf(action.id)
    if (keys === undefined) return action
    const { shortcut: _, ...rest } = action
    return keys === null ? rest : { ...rest, shortcut: keys }
  })
  for (const listener of listeners) listener()
}

/** Offers the verbs of a part of the screen while it is shown; the latest list of a scope wins. */
export function useActions(scope: string, actions: Action[]): void {
  useEffect(() => {
    scopes.set(scope, actions)
    publish()
  })
  useEffect(
    () => () => {
      scopes.delete(scope)
      publish()
    },
    [scope],
  )
}

/** Every allowed verb at this moment. */
export function useAllActions(): Action[] {
  const all = useSyncExternalStore(
    (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    () => snapshot,
  )
  return all.filter((action) => action.isAllowed)
}

let firstStep: { key: string; atMs: number } | null = null
const twoStepMs = 1000

function findAction(key: string): Action | undefined {
  const both = firstStep && performance.now() - firstStep.atMs < twoStepMs ? `${firstStep.key} ${key}` : null
  firstStep = { key, atMs: performance.now() }
  const allowed = snapshot.filter((action) => action.isAllowed)
  return (
    allowed.find((action) => both !== null && action.shortcut === both) ??
    allowed.find((action) => action.shortcut === key)
  )
}

function onKeyDown(event: KeyboardEvent): void {
  const key = keyStep(event)
  if (key === null || event.defaultPrevented) return
  const isSingle = isTyped(key)
  // In a text, what undoes is the text's own.
  if ((isSingle || key === 'mod+z') && isTextField(event.target)) return
  if (isSingle && document.querySelector('dialog[open]') !== null) return
  if (isSingle && !readStored('singleKeys', true)) return
  const action = findAction(key)
  if (!action) return
  event.preventDefault()
  action.run()
}

/** Listens to the keyboard once for the whole app. */
export function useKeyboard(): void {
  useEffect(() => {
    const stop = watchKeys(publish)
    document.addEventListener('keydown', onKeyDown)
    return () => {
      stop()
      document.removeEventListener('keydown', onKeyDown)
    }
  }, [])
}
