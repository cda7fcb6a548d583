import { useSyncExternalStore } from 'react'
import { ApiProblem } from '@switchyard/sdk'
import type { StoredFile } from '@switchyard/sdk'
import { takeFileBack, uploadFile } from './files.ts'

/** A file on its way to the server, or there and not yet attached. */
export interface Upload {
  key: string
  file: File
  phase: 'sending' | 'done' | 'failed'
  /** From 0 to 1. */
  progress: number
  stored: StoredFile | null
  error: Error | null
}

/** Uploads by what they are for: they go on while their writer looks elsewhere, and are there when they come back. */
const shelves = new Map<string, readonly Upload[]>()
const aborts = new Map<string, AbortController>()
const listeners = new Set<() => void>()
const nothing: readonly Upload[] = []

function setShelf(shelf: string, uploads: readonly Upload[]): void {
  if (uploads.length === 0) shelves.delete(shelf)
  else shelves.set(shelf, uploads)
  for (const listener of listeners) listener()
}

function change(shelf: string, key: string, more: Partial<Upload>): void {
  const uploads = shelves.get(shelf) ?? nothing
  setShelf(
    shelf,
    uploads.map((upload) => (upload.key === key ? { ...upload, ...more } : upload)),
  )
}

async function send(shelf: string, { key, file }: Upload): Promise<void> {
  const abort = new AbortController()
  aborts.set(key, abort)
  change(shelf, key, { phase: 'sending', progress: 0, error: null })
  try {
    const onProgress = (progress: number) => change(shelf, key, { progress })
    const stored = await uploadFile(file, { key, signal: abort.signal, onProgress })
    if (abort.signal.aborted) await takeFileBack(stored.id)
    else change(shelf, key, { phase: 'done', progress: 1, stored })
  } catch (error) {
    const problem = error instanceof Error ? error : new ApiProblem({ status: 0 }, null)
    change(shelf, key, { phase: 'failed', error: problem })
  } finally {
    aborts.delete(key)
  }
}

function add(shelf: string, files: readonly File[], most: number): void {
  const known = shelves.get(shelf) ?? nothing
  const fresh = files.slice(0, Math.max(0, most - known.length)).map((file): Upload => ({
    key: crypto.randomUUID(),
    file,
    phase: 'sending',
    progress: 0,
    stored: null,
    error: null,
  }))
  setShelf(shelf, [...known, ...fresh])
  for (const upload of fresh) void send(shelf, upload)
}

function remove(shelf: string, key: string): void {
  const uploads = shelves.get(shelf) ?? nothing
  const gone = uploads.find((upload) => upload.key === key)
  aborts.get(key)?.abort()
  setShelf(
    shelf,
    uploads.filter((upload) => upload.key !== key),
  )
  if (gone?.stored) void takeFileBack(gone.stored.id)
}

function retry(shelf: string, key: string): void {
  const upload = shelves.get(shelf)?.find((each) => each.key === key)
  if (upload?.phase === 'failed') void send(shelf, upload)
}

/** Takes a shelf's files away with what is sent. */
export function takeUploads(shelf: string): readonly Upload[] {
  const uploads = shelves.get(shelf) ?? nothing
  setShelf(shelf, nothing)
  return uploads
}

/** Puts files back before what has come meanwhile: what they went with was not sent. */
export function returnUploads(shelf: string, uploads: readonly Upload[]): void {
  if (uploads.length > 0) setShelf(shelf, [...uploads, ...(shelves.get(shelf) ?? nothing)])
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => void listeners.delete(listener)
}

/** The files chosen for one message or piece of evidence, which has room for `most`. */
export function useUploads(shelf: string, most: number) {
  const uploads = useSyncExternalStore(subscribe, () => shelves.get(shelf) ?? nothing)
  return {
    uploads,
    /** True while one is under way or failed: what is sent now would lack it. */
    isUnfinished: uploads.some(({ phase }) => phase !== 'done'),
    fileIds: uploads.flatMap(({ stored }) => (stored === null ? [] : [stored.id])),
    add: (files: readonly File[]) => add(shelf, files, most),
    remove: (key: string) => remove(shelf, key),
    retry: (key: string) => retry(shelf, key),
    /** They are attached now. */
    clear: () => setShelf(shelf, nothing),
  }
}

export type Uploads = ReturnType<typeof useUploads>
