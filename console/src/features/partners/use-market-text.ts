import { useEffect, useState } from 'react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { ApiProblem } from '@switchyard/sdk'
import type { MarketDraft, MarketText } from '@switchyard/sdk'
import { cacheKeys } from '../../live/cache-keys.ts'
import { api } from '../../live/client.ts'
import { draftCall, draftQuery, draftsQuery, dropDraft, marketQuery, publishMarket } from './queries.ts'

/** What is in force of a market; version 0 where nothing is yet. */
export type InForce = Pick<MarketText, 'slug' | 'version' | 'document'>

/** How far a text is known to the server. */
interface Held {
  /** The version it is written over. */
  basedOn: number
  /** 0 = there is no draft. */
  draftVersion: number
  /** What the draft says, or the text in force without one; null = it is to be saved whatever it says. */
  saved: string | null
}

const heldOf = (inForce: InForce, draft: MarketDraft | null): Held & { saved: string } =>
  draft === null
    ? { basedOn: inForce.version, draftVersion: 0, saved: inForce.document }
    : { basedOn: draft.basedOn, draftVersion: draft.version, saved: draft.document }

const restMs = 500

/** The text after the writer has rested. */
function useRested(text: string): string {
  const [rested, setRested] = useState(text)
  useEffect(() => {
    const timer = setTimeout(() => setRested(text), restMs)
    return () => clearTimeout(timer)
  }, [text])
  return rested
}

const isMeanwhile = (error: Error): error is ApiProblem => error instanceof ApiProblem && error.status === 412

interface DraftEnds {
  onSaved: (draft: MarketDraft) => void
  onDropped: () => void
}

/** What reaches the server of a draft: its saves, its end, and another device that was quicker. */
function useDraft(slug: string, { onSaved, onDropped }: DraftEnds) {
  const client = useQueryClient()
  const [outdone, outdo] = useState<ApiProblem | null>(null)
  const tell = async (draft: MarketDraft | null) => {
    // An answer that was on its way knows less than this one.
    await client.cancelQueries({ queryKey: draftQuery(slug).queryKey })
    client.setQueryData(draftQuery(slug).queryKey, draft)
    void client.invalidateQueries({ queryKey: draftsQuery.queryKey })
  }
  const onError = (error: Error) => isMeanwhile(error) && outdo(error)
  const save = useMutation({
    mutationFn: (body: { document: string; basedOn: number; expectedVersion: number }) =>
      api.request<MarketDraft>(draftCall(slug, body)),
    onSuccess: async (draft) => {
      await tell(draft)
      onSaved(draft)
    },
    onError,
  })
  const drop = useMutation({
    mutationFn: (version: number) => dropDraft(slug, version),
    onSuccess: async () => {
      await tell(null)
      onDropped()
    },
    onError,
  })
  const theirs = () => client.fetchQuery({ ...draftQuery(slug), staleTime: 0 })
  const error = [save.error, drop.error].find((one) => one !== null && !isMeanwhile(one)) ?? null
  const settle = () => {
    save.reset()
    drop.reset()
    outdo(null)
  }
  return { save, drop, outdone, settle, theirs, tell, error }
}

/** The text as it is written, and how far it is known to the server. */
function useHeldText(inForce: InForce, draft: MarketDraft | null) {
  const [held, hold] = useState<Held>(() => heldOf(inForce, draft))
  const [text, setText] = useState(() => heldOf(inForce, draft).saved)
  const [revision, setRevision] = useState(0)
  const write = (next: string) => {
    setText(next)
    setRevision((known) => known + 1)
  }
  const begin = (from: MarketDraft | null) => {
    hold(heldOf(inForce, from))
    write(heldOf(inForce, from).saved)
  }
  const isChanged = text !== inForce.document && held.basedOn <= inForce.version
  return { held, hold, text, setText, revision, write, begin, isChanged, isUnsaved: text !== held.saved }
}

interface Keeping {
  own: ReturnType<typeof useHeldText>
  kept: ReturnType<typeof useDraft>
  inForce: InForce
  draft: MarketDraft | null
  mayWrite: boolean
  isPublishing: boolean
}

/** Saves the text whenever its writer rests, and takes over what others have made of it while there is nothing unsaved. */
function useKeeping({ own, kept, inForce, draft, mayWrite, isPublishing }: Keeping): string {
  const { held, text, isChanged, isUnsaved } = own
  const { save, drop, outdone } = kept
  const rested = useRested(text)
  const isBusy = save.isPending || drop.isPending || isPublishing
  useEffect(() => {
    if (!mayWrite || isBusy || outdone !== null || rested !== text) return
    const hasFailed = save.isError && save.variables.document === text
    if (isUnsaved && isChanged && !hasFailed)
      save.mutate({ document: text, basedOn: held.basedOn, expectedVersion: held.draftVersion })
    // Written back to what is in force: there is nothing to keep.
    const isStuck = drop.isError && drop.variables === held.draftVersion
    if (!isChanged && held.draftVersion > 0 && !isStuck) drop.mutate(held.draftVersion)
  }, [mayWrite, isBusy, outdone, rested, text, held, isChanged, isUnsaved])
  useEffect(() => {
    if (isUnsaved || isBusy || held.basedOn > inForce.version) return
    const isOthers = draft === null ? held.draftVersion > 0 : draft.version > held.draftVersion
    const isOutdated = draft === null && held.draftVersion === 0 && inForce.version > held.basedOn
    if (isOthers || isOutdated) own.begin(draft)
  }, [draft, inForce, isUnsaved, isBusy, held])
  return rested
}

interface Wanted {
  inForce: InForce
  mayWrite: boolean
  onPublished: (slug: string) => void
}

/**
 * A market's text while it is edited: kept as its draft on any device until it is published. The draft is read already
 * where this is used.
 */
export function useMarketText({ inForce, mayWrite, onPublished }: Wanted) {
  const { slug } = inForce
  const client = useQueryClient()
  const { data: draft = null } = useQuery({ ...draftQuery(slug), enabled: mayWrite })
  const own = useHeldText(inForce, draft)
  const { held, hold, text, isChanged } = own
  const kept = useDraft(slug, {
    onSaved: (saved) => hold(heldOf(inForce, saved)),
    onDropped: () => hold(heldOf(inForce, null)),
  })
  const publish = useMutation({
    mutationFn: (as: string) => publishMarket(as, { document: text, expectedVersion: held.basedOn }),
    onSuccess: async (made) => {
      if (made.slug !== slug && held.draftVersion > 0) await dropDraft(slug, held.draftVersion)
      await kept.tell(null)
      hold({ basedOn: made.version, draftVersion: 0, saved: text })
      client.setQueryData(marketQuery(slug).queryKey, (known) => known && { ...known, ...made, document: text })
      void client.invalidateQueries({ queryKey: cacheKeys.partners })
      onPublished(made.slug)
    },
  })
  const rested = useKeeping({ own, kept, inForce, draft, mayWrite, isPublishing: publish.isPending })
  return {
    text,
    setText: own.setText,
    rested,
    revision: own.revision,
    publish,
    isChanged,
    isOutrun: isChanged && inForce.version > held.basedOn,
    isSaved: isChanged && !own.isUnsaved,
    /** What a quicker device was told of as: its refusal to this one. */
    outdone: kept.outdone,
    error: publish.error ?? kept.error,
    /** Writes on over what was published meanwhile. */
    goOn: () => {
      kept.settle()
      hold({ ...held, basedOn: inForce.version, saved: null })
    },
    startOver: () => {
      own.write(inForce.document)
      // What is on its way is dropped once it has arrived.
      if (kept.save.isPending) return
      if (held.draftVersion > 0) kept.drop.mutate(held.draftVersion)
      else hold(heldOf(inForce, null))
    },
    takeTheirs: async () => {
      own.begin(await kept.theirs())
      kept.settle()
    },
    keepMine: async () => {
      const theirs = await kept.theirs()
      hold({ ...held, draftVersion: theirs?.version ?? 0, saved: null })
      kept.settle()
    },
  }
}

export type EditedMarket = ReturnType<typeof useMarketText>
