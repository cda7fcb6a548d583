import { useEffect, useRef, useState } from 'preact/hooks'
import { Refusal } from '../../src/chat/calls.ts'
import type { Calls } from './calls.ts'

/** A file that is to go with a reply. */
export interface Chosen {
  readonly key: number
  readonly name: string
  readonly size: number
  /** How much of it has gone, from 0 to 1. */
  readonly share: number
  /** Set once it is there. */
  readonly id: string | null
  readonly fault: 'tooLarge' | 'notTaken' | null
}

/** As many as one message carries. */
export const mostFiles = 10

export interface Uploads {
  readonly files: readonly Chosen[]
  /** Uploads at once what is chosen; false when it would be too many. */
  add(files: readonly File[]): boolean
  remove(key: number): void
  clear(): void
}

/** The files of one reply, each uploaded as soon as it is chosen. */
export function useUploads(calls: Calls): Uploads {
  const [files, setFiles] = useState<readonly Chosen[]>([])
  const stops = useRef(new Map<number, () => void>())
  const last = useRef(0)
  const change = (key: number, now: Partial<Chosen>) =>
    setFiles((before) => before.map((file) => (file.key === key ? { ...file, ...now } : file)))
  const begin = (file: File, key: number) => {
    const { ended, stop } = calls.upload(file, (share) => change(key, { share }))
    stops.current.set(key, stop)
    ended.then(
      ({ id }) => change(key, { id, share: 1 }),
      (error: unknown) => {
        const isTooLarge = error instanceof Refusal && error.status === 413
        change(key, { fault: isTooLarge ? 'tooLarge' : 'notTaken' })
      },
    )
  }
  const forget = (key: number) => {
    stops.current.get(key)?.()
    stops.current.delete(key)
  }
  const clear = () => {
    for (const key of stops.current.keys()) forget(key)
    setFiles([])
  }
  useEffect(() => () => stops.current.forEach((stop) => stop()), [])
  return {
    files,
    add: (chosen) => {
      if (files.length + chosen.length > mostFiles) return false
      const made = chosen.map(({ name, size }) => ({
        key: ++last.current,
        name,
        size,
        share: 0,
        id: null,
        fault: null,
      }))
      setFiles([...files, ...made])
      for (const [index, file] of chosen.entries()) begin(file, made[index]?.key ?? 0)
      return true
    },
    remove: (key) => {
      forget(key)
      setFiles((before) => before.filter((file) => file.key !== key))
    },
    clear,
  }
}
