import { useEffect, useRef, useState } from 'react'
import type { ReactNode } from 'react'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { Store, StoreSave } from '@switchyard/sdk'
import { curlOf } from '../../live/curl.ts'
import { Button, IconButton } from '../../ui/button.tsx'
import { Chip } from '../../ui/chip.tsx'
import { copyText } from '../../ui/copy-button.tsx'
import { Facts } from '../../ui/facts.tsx'
import { Bones, Empty, Failure, ProblemLine } from '../../ui/states.tsx'
import { t } from '../../ui/words/words.ts'
import { fieldsOf } from './form-parts.tsx'
import { StoreFields, storeOf } from './store-form.tsx'
import { isMeanwhile, saveStoreCall, storePath, storeQuery } from './store-queries.ts'
import { say } from './store-words.ts'
import { usePartnerCall } from './use-partner-call.ts'

function Meanwhile({ version, onTheirs, onMine }: { version: number; onTheirs: () => void; onMine: () => void }) {
  return (
    <div role="alert" className="flex flex-wrap items-center gap-2 rounded-control bg-near-tint px-3 py-2">
      <span className="basis-full">{say('changed', { version })}</span>
      <Button small onClick={onTheirs}>
        {say('takeTheirs')}
      </Button>
      <Button small onClick={onMine}>
        {say('keepMine')}
      </Button>
    </div>
  )
}

/** What is written stands over the version it was written upon; another one is never overwritten unseen. */
function useStoreText(store: Store, onAgain: () => void) {
  const [begun, begin] = useState({ from: store, revision: 0 })
  const [over, setOver] = useState(store.version)
  const [written, write] = useState(0)
  const [kept, keep] = useState(0)
  const call = usePartnerCall<Store>()
  const isChanged = written !== kept
  const isOutrun = store.version > over
  const isLate = isMeanwhile(call.error)
  const takeTheirs = () => {
    call.reset()
    begin(({ revision }) => ({ from: store, revision: revision + 1 }))
    setOver(store.version)
    keep(written)
  }
  useEffect(() => {
    if (isOutrun && !isChanged && !call.isPending) takeTheirs()
  }, [isOutrun, isChanged, call.isPending])
  // What it was refused for is read.
  useEffect(() => {
    if (isLate) onAgain()
  }, [isLate])
  return {
    ...begun,
    isSaved: call.isSuccess && !isChanged,
    isPending: call.isPending,
    isOutdone: isOutrun && isChanged && !call.isPending,
    // In words of its own once the other version is here.
    error: isLate && isOutrun ? null : call.error,
    onInput: () => write(written + 1),
    takeTheirs,
    keepMine: () => {
      call.reset()
      setOver(store.version)
    },
    save: (body: StoreSave) =>
      call.mutate(saveStoreCall(store.storeId, body, over), {
        onSuccess: ({ version }) => {
          setOver(version)
          keep(written)
        },
      }),
  }
}

function StoreForm({ store, onAgain }: { store: Store; onAgain: () => void }) {
  const text = useStoreText(store, onAgain)
  return (
    <form
      key={text.revision}
      className="grid gap-3.5"
      onInput={text.onInput}
      onSubmit={(event) => {
        event.preventDefault()
        text.save(storeOf(fieldsOf(event.currentTarget)))
      }}
    >
      <StoreFields store={text.from} />
      {text.isOutdone && <Meanwhile version={store.version} onTheirs={text.takeTheirs} onMine={text.keepMine} />}
      {text.error && <ProblemLine error={text.error} />}
      <p className="flex items-center justify-end gap-3">
        <span role="status" className="type-meta text-ink-3">
          {text.isSaved ? say('saved') : ''}
        </span>
        <Button type="submit" look="solid" busy={text.isPending} disabled={text.isOutdone}>
          {say('save')}
        </Button>
      </p>
    </form>
  )
}

function StoreFacts({ store }: { store: Store }) {
  return (
    <Facts
      rows={[
        [t('partners.brand'), store.brand],
        [t('handoff.region'), store.region],
        [t('partners.franchisee'), store.franchisee ?? <span className="text-ink-3">{say('own')}</span>],
        [say('zone'), store.timezone],
      ]}
    />
  )
}

function Head({ storeId, store, onClose }: { storeId: string; store: Store | null; onClose: () => void }) {
  const copy = () => void copyText(curlOf({ method: 'GET', path: storePath(storeId) }, location.origin))
  return (
    <header className="flex min-h-[42px] flex-none items-center gap-2.5 border-b border-line py-1.5 ps-4 pe-2 max-stack:ps-2">
      <IconButton icon="left" label={say('back')} className="stack:!hidden" onClick={onClose} />
      <h2 className="flex min-w-0 flex-1 items-center gap-2 text-[14px]/[19px] font-semibold">
        <span className="num flex-none text-ink-3">{storeId}</span>
        <span className="min-w-0 truncate">{store?.name}</span>
      </h2>
      {store && <Chip tone="outlined">{t('workflow.version', { version: store.version })}</Chip>}
      <IconButton small icon="terminal" label={t('curl.as')} className="max-pane:!hidden" onClick={copy} />
      <IconButton
        small
        icon="x"
        label={t('action.close')}
        shortcut="Esc"
        className="max-stack:!hidden"
        onClick={onClose}
      />
    </header>
  )
}

interface PanelProps {
  storeId: string
  mayWrite: boolean
  onClose: () => void
}

function Body({ storeId, mayWrite }: Omit<PanelProps, 'onClose'>): ReactNode {
  const { data: store, error, refetch } = useQuery(storeQuery(storeId))
  if (store === undefined && error) return <Failure error={error} onRetry={() => void refetch()} />
  if (store === undefined) return <Bones className="p-4" rows={['h-12', 'h-12', 'h-12', 'h-12']} />
  if (store === null)
    return <Empty icon="search" title={say('unknown', { store: storeId })} text={say('unknownText')} />
  return (
    <div className="type-small grid gap-4 p-4 max-pane:p-3.5">
      {mayWrite ? <StoreForm store={store} onAgain={() => void refetch()} /> : <StoreFacts store={store} />}
      <p className="border-t border-line pt-3">
        <Link to="/partners" search={{ tab: 'handoffs', store: storeId }} className="link hover:underline">
          {say('log')}
        </Link>
      </p>
    </div>
  )
}

/** A store beside the list, on a phone in its place: read, and changed by who may. */
export function StorePanel({ storeId, mayWrite, onClose }: PanelProps) {
  const { data: store = null } = useQuery(storeQuery(storeId))
  const panel = useRef<HTMLElement>(null)
  useEffect(() => panel.current?.focus({ preventScroll: true }), [])
  return (
    <section
      ref={panel}
      tabIndex={-1}
      aria-label={store?.name ?? storeId}
      className="ring-inside flex min-h-0 flex-col overflow-y-auto bg-canvas outline-none stack:border-s stack:border-line"
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return
        event.stopPropagation()
        onClose()
      }}
    >
      <Head storeId={storeId} store={store} onClose={onClose} />
      <Body storeId={storeId} mayWrite={mayWrite} />
    </section>
  )
}
