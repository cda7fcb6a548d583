import { lazy, Suspense, useId, useState } from 'react'
import type { ReactNode } from 'react'
import { Button } from '../../ui/button.tsx'
import { Empty } from '../../ui/states.tsx'
import { t } from '../../ui/words/words.ts'
import type { EntryKind } from './market-dialogs.tsx'
import { changeSetting, readSettings } from './market-text.ts'
import type { GroupSettings, MarketSettings, Owner, SubcategorySettings } from './market-text.ts'

const NewEntryForm = lazy(async () => ({ default: (await import('./market-dialogs.tsx')).NewEntryForm }))

interface FormProps {
  text: string
  mayWrite: boolean
  onText: (text: string) => void
}

type Change = (owner: Owner, key: string, value: string | number | boolean | null) => void

function Section({
  title,
  hint,
  verb,
  children,
}: {
  title: string
  hint?: string
  verb?: ReactNode
  children: ReactNode
}) {
  return (
    <section className="border-b border-line px-5 py-4 last:border-0 max-pane:px-3.5">
      <div className="flex min-h-6 items-center gap-3">
        <h2 className="min-w-0 flex-1 text-[13px]/[18px] font-semibold">{title}</h2>
        {verb}
      </div>
      {hint && <p className="type-meta max-w-[560px] pt-0.5 text-ink-3">{hint}</p>}
      <div className="pt-3">{children}</div>
    </section>
  )
}

function Threshold({
  threshold,
  mayWrite,
  onChange,
}: {
  threshold: number | null
  mayWrite: boolean
  onChange: Change
}) {
  const id = useId()
  const set = (value: number | null) => onChange(null, 'storeTicketTimeThresholdMinutes', value)
  return (
    <Section title={t('market.threshold')} hint={t('market.thresholdHint')}>
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <span className="flex items-center gap-2">
          <input
            id={id}
            type="number"
            min={0}
            step="any"
            className="field num !w-24"
            aria-label={t('market.thresholdMinutes')}
            disabled={!mayWrite || threshold === null}
            value={threshold ?? ''}
            onChange={(event) => event.target.value !== '' && set(Math.max(0, Number(event.target.value)))}
          />
          <label htmlFor={id} className="text-ink-2">
            {t('market.minutes')}
          </label>
        </span>
        <label className="flex min-h-6 items-center gap-2 max-pane:min-h-11">
          <input
            type="checkbox"
            className="size-4 accent-accent"
            disabled={!mayWrite}
            checked={threshold === null}
            onChange={(event) => set(event.target.checked ? null : 60)}
          />
          {t('market.thresholdOff')}
        </label>
      </div>
    </Section>
  )
}

function WithoutSubscriber({
  isGeneral,
  mayWrite,
  onChange,
}: {
  isGeneral: boolean
  mayWrite: boolean
  onChange: Change
}) {
  return (
    <Section title={t('market.withoutSubscriber')} hint={t('market.withoutSubscriberHint')}>
      <Tick
        label={t('market.asGeneral')}
        isOn={isGeneral}
        mayWrite={mayWrite}
        onTick={(isOn) => onChange(null, 'storeTicketWithoutSubscriberIsGeneral', isOn || null)}
      />
    </Section>
  )
}

function Group({
  group,
  names,
  mayWrite,
  onChange,
}: {
  group: GroupSettings
  names: ReadonlyMap<string, string>
  mayWrite: boolean
  onChange: Change
}) {
  const id = useId()
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-1.5 border-b border-line py-2.5 last:border-0">
      <span className="grid min-w-0 flex-1 basis-56">
        <span className="font-medium">{group.name}</span>
        <span className="type-meta text-ink-3">
          {group.subcategories.map((one) => names.get(one) ?? one).join(', ')}
        </span>
      </span>
      <span className="flex flex-none items-center gap-2">
        <label htmlFor={id} className="text-ink-2">
          {t('market.ticketType')} <span className="sr-only">{group.name}</span>
        </label>
        <select
          id={id}
          className="field !h-[30px] !w-auto max-pane:!h-11"
          disabled={!mayWrite}
          value={group.ticketType}
          onChange={(event) => onChange({ list: 'groups', id: group.id }, 'ticketType', event.target.value)}
        >
          <option value="STORE">{t('market.type.STORE')}</option>
          <option value="GENERAL">{t('market.type.GENERAL')}</option>
        </select>
      </span>
    </li>
  )
}

function Tick({
  label,
  of,
  isOn,
  mayWrite,
  onTick,
}: {
  label: string
  of?: string
  isOn: boolean
  mayWrite: boolean
  onTick: (isOn: boolean) => void
}) {
  return (
    <label className="flex min-h-6 items-center gap-2 max-pane:min-h-11">
      <input
        type="checkbox"
        role="switch"
        className="size-4 flex-none accent-accent"
        disabled={!mayWrite}
        checked={isOn}
        onChange={(event) => onTick(event.target.checked)}
      />
      <span>
        {label} {of && <span className="sr-only">{of}</span>}
      </span>
    </label>
  )
}

function Subcategory({ one, mayWrite, onChange }: { one: SubcategorySettings; mayWrite: boolean; onChange: Change }) {
  const id = useId()
  const owner = { list: 'subcategories', id: one.id } as const
  const tick = (key: 'submitToExternalPartners' | 'allowRecentOrder', label: string) => (
    <Tick
      label={label}
      of={one.name}
      isOn={one[key]}
      mayWrite={mayWrite}
      onTick={(isOn) => onChange(owner, key, isOn)}
    />
  )
  return (
    <li className="grid gap-x-5 gap-y-1.5 border-b border-line py-2.5 last:border-0 wide:grid-cols-[minmax(130px,1fr)_auto]">
      <span className="grid content-start">
        <span className="font-medium">{one.name}</span>
        <span className="type-code !text-[11.5px] text-ink-3">{one.id}</span>
      </span>
      <span className="grid gap-1 wide:w-[330px]">
        {tick('submitToExternalPartners', t('market.submit'))}
        {tick('allowRecentOrder', t('market.recentOrder'))}
        <span className="flex items-center gap-2">
          <label htmlFor={id} className="flex-1 text-ink-2">
            {t('market.issueId')} <span className="sr-only">{one.name}</span>
          </label>
          <input
            id={id}
            className="field type-code !h-[30px] !w-28 max-pane:!h-11"
            disabled={!mayWrite}
            maxLength={60}
            value={one.knowledgeForceIssueId}
            onChange={(event) => onChange(owner, 'knowledgeForceIssueId', event.target.value || null)}
          />
        </span>
      </span>
    </li>
  )
}

function AddButton({ word, onAdd }: { word: 'market.addGroup' | 'market.addSubcategory'; onAdd: () => void }) {
  return (
    <Button small icon="plus" onClick={onAdd}>
      {t(word)}
    </Button>
  )
}

function Groups({
  settings,
  mayWrite,
  onChange,
  onAdd,
}: {
  settings: MarketSettings
  mayWrite: boolean
  onChange: Change
  onAdd: (kind: EntryKind) => void
}) {
  const names = new Map(settings.subcategories.map(({ id, name }) => [id, name]))
  return (
    <>
      <Section
        title={t('market.groups')}
        hint={t('market.groupsHint')}
        verb={mayWrite && <AddButton word="market.addGroup" onAdd={() => onAdd('group')} />}
      >
        <ul>
          {settings.groups.map((group) => (
            <Group key={group.id} {...{ group, names, mayWrite, onChange }} />
          ))}
        </ul>
      </Section>
      <Section
        title={t('market.subcategories')}
        hint={t('market.subcategoriesHint')}
        verb={mayWrite && <AddButton word="market.addSubcategory" onAdd={() => onAdd('subcategory')} />}
      >
        <ul>
          {settings.subcategories.map((one) => (
            <Subcategory key={one.id} {...{ one, mayWrite, onChange }} />
          ))}
        </ul>
      </Section>
    </>
  )
}

/** The settings of a market; each change is made in its document, whose comments and order stay. */
export function MarketSettingsForm({ text, mayWrite, onText }: FormProps) {
  const settings = readSettings(text)
  const [added, add] = useState<EntryKind | null>(null)
  if (settings === null) return <Empty icon="branch" title={t('market.unreadable')} text={t('market.unreadableText')} />
  const onChange: Change = (owner, key, value) => onText(changeSetting(text, { owner, key, value }))
  return (
    <div
      tabIndex={0}
      role="group"
      aria-label={t('market.pane.settings')}
      className="ring-inside h-full overflow-y-auto"
    >
      <Threshold threshold={settings.threshold} mayWrite={mayWrite} onChange={onChange} />
      <WithoutSubscriber isGeneral={settings.withoutSubscriberIsGeneral} mayWrite={mayWrite} onChange={onChange} />
      <Groups settings={settings} mayWrite={mayWrite} onChange={onChange} onAdd={add} />
      {added !== null && (
        <Suspense fallback={null}>
          <NewEntryForm kind={added} text={text} settings={settings} onText={onText} onClose={() => add(null)} />
        </Suspense>
      )}
    </div>
  )
}
