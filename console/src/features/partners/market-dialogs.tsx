import { useState } from 'react'
import type { MarketDraft } from '@switchyard/sdk'
import { t } from '../../ui/words/words.ts'
import { Choice, FormDialog, TextField } from './form-parts.tsx'
import { addGroup, addSubcategory } from './market-entries.ts'
import { marketTemplate } from './market-template.ts'
import type { MarketSettings } from './market-text.ts'
import { draftCall } from './queries.ts'
import { usePartnerCall } from './use-partner-call.ts'

const wordsOf = (text: string) =>
  text
    .split(/[\s,]+/)
    .map((word) => word.trim())
    .filter((word) => word !== '')

interface NewMarketProps {
  /** Names that markets and drafts have already. */
  taken: readonly string[]
  onClose: () => void
  onBegun: (slug: string) => void
}

/** What a new market is for; it begins as a draft, which nothing knows of until it is published. */
export function NewMarketForm({ taken, onClose, onBegun }: NewMarketProps) {
  const [refusal, refuse] = useState<Error | null>(null)
  const call = usePartnerCall<MarketDraft>(({ slug }) => onBegun(slug))
  const begin = (of: (name: string) => string) => {
    const slug = of('slug')
    if (taken.includes(slug)) return refuse(new Error(t('market.exists', { slug })))
    refuse(null)
    const names = { regions: wordsOf(of('regions')), languages: wordsOf(of('languages')) }
    const document = marketTemplate({ slug, brand: of('brand'), ...names, serviceLine: of('serviceLine') })
    call.mutate(draftCall(slug, { document, basedOn: 0, expectedVersion: 0 }))
  }
  return (
    <FormDialog
      title={t('market.new')}
      verb={t('market.create')}
      isBusy={call.isPending}
      error={refusal ?? call.error}
      onClose={onClose}
      onSend={begin}
    >
      <p className="text-ink-2">{t('market.createText')}</p>
      <TextField
        name="slug"
        label={t('partners.slug')}
        hint={t('market.slugHint')}
        pattern="[a-z][a-z0-9]*([_\-][a-z0-9]+)*"
      />
      <TextField name="brand" label={t('partners.brand')} hint={t('market.brandHint')} />
      <TextField
        name="regions"
        label={t('market.regions')}
        hint={t('market.regionsHint')}
        pattern="\s*[A-Z]{2}(\s*,\s*[A-Z]{2})*\s*"
      />
      <TextField
        name="languages"
        label={t('market.languages')}
        hint={t('market.languagesHint')}
        pattern="\s*[a-z]{2,3}(-[A-Za-z]{2,4})?(\s*,\s*[a-z]{2,3}(-[A-Za-z]{2,4})?)*\s*"
      />
      <TextField name="serviceLine" label={t('market.serviceLine')} hint={t('market.serviceLineHint')} isOptional />
    </FormDialog>
  )
}

export type EntryKind = 'group' | 'subcategory'

interface EntryProps {
  kind: EntryKind
  text: string
  settings: MarketSettings
  onClose: () => void
  onText: (text: string) => void
}

/** One more category group, or one more sub-category of a group: written at the end of its list. */
export function NewEntryForm({ kind, text, settings, onClose, onText }: EntryProps) {
  const [refusal, refuse] = useState<Error | null>(null)
  const taken = kind === 'group' ? settings.groups : settings.subcategories
  const add = (of: (name: string) => string) => {
    const id = of('id')
    if (taken.some((one) => one.id === id)) return refuse(new Error(t('market.idTaken')))
    const entry = { id, names: Object.fromEntries(settings.locales.map((code) => [code, of(`name-${code}`)])) }
    onText(kind === 'group' ? addGroup(text, entry) : addSubcategory(text, { ...entry, groupId: of('group') }))
    onClose()
  }
  return (
    <FormDialog
      title={t(kind === 'group' ? 'market.addGroup' : 'market.addSubcategory')}
      verb={t('partners.add')}
      isBusy={false}
      error={refusal}
      onClose={onClose}
      onSend={add}
    >
      {kind === 'subcategory' && (
        <Choice
          name="group"
          label={t('market.inGroup')}
          options={settings.groups.map(({ id, name }) => [id, name] as const)}
        />
      )}
      <TextField name="id" label={t('market.id')} hint={t('market.idHint')} />
      {settings.locales.map((code, place) => (
        <TextField
          key={code}
          name={`name-${code}`}
          label={t('market.nameIn', { language: code })}
          {...(place > 0 ? { isOptional: true, hint: t('partners.optional') } : {})}
        />
      ))}
    </FormDialog>
  )
}
