import type { Priority, TicketCatalogue } from '@switchyard/sdk'
import { Field } from '../../ui/field.tsx'
import { languageName } from '../../ui/language-name.ts'
import { t, wordFor } from '../../ui/words/words.ts'
import { AffectedFields, KindFields, SelectField, TypeFields, WeightFields } from './details/detail-fields.tsx'
import { usualChannel } from './new-ticket-form.ts'
import type { NewTicketForm } from './new-ticket-form.ts'

const priorities: readonly Priority[] = ['low', 'normal', 'high', 'critical']

interface PartsProps {
  catalogue: TicketCatalogue
  form: NewTicketForm
  set: (change: Partial<NewTicketForm>) => void
}

function Rare({ catalogue, form, set }: PartsProps) {
  const texts = [
    { name: 'orderId', label: 'order', maxLength: 200 },
    { name: 'tags', label: 'tags', maxLength: 1000 },
  ] as const
  return (
    <details>
      <summary className="link w-fit cursor-pointer py-1 max-pane:py-3">{t('newTicket.affected')}</summary>
      <div className="grid gap-3 pt-2">
        <div className="grid gap-3 pane:grid-cols-2">
          {texts.map(({ name, label, maxLength }) => (
            <Field
              key={name}
              label={t(`newTicket.${label}`)}
              {...(name === 'tags' ? { hint: t('newTicket.tagsHint') } : {})}
            >
              {(id) => (
                <input
                  id={id}
                  maxLength={maxLength}
                  autoComplete="off"
                  className="field"
                  value={form[name]}
                  onChange={(event) => set({ [name]: event.target.value })}
                />
              )}
            </Field>
          ))}
        </div>
        <AffectedFields catalogue={catalogue} form={form} set={set} />
      </div>
    </details>
  )
}

/** What a new ticket is said to be. Everything that is left open the rules decide. */
export function NewTicketParts({ catalogue, form, set, mayNote }: PartsProps & { mayNote: boolean }) {
  const part = { catalogue, form, set }
  return (
    <>
      <div className="grid gap-3 pane:grid-cols-2">
        <SelectField
          label={t('newTicket.channel')}
          value={form.channel || usualChannel(form.openedBy, catalogue.channels)}
          options={catalogue.channels.map(({ slug }) => ({ slug, label: wordFor('channel', slug) }))}
          onChange={(channel) => set({ channel })}
        />
        <SelectField
          canBeOpen
          label={t('newTicket.serviceLine')}
          open={t('newTicket.byRules')}
          value={form.serviceLine}
          options={catalogue.serviceLines}
          onChange={(serviceLine) => set({ serviceLine })}
        />
      </div>
      <KindFields {...part} />
      <div className="grid gap-3 empty:hidden pane:grid-cols-2">
        <TypeFields {...part} />
      </div>
      <WeightFields {...part} />
      <div className="grid gap-3 pane:grid-cols-2">
        <SelectField
          canBeOpen
          label={t('newTicket.priority')}
          open={t('newTicket.byRules')}
          value={form.priority}
          options={priorities.map((slug) => ({ slug, label: wordFor('priority', slug) }))}
          onChange={(priority) => set({ priority: priority as Priority | '' })}
        />
        <SelectField
          canBeOpen
          label={t('newTicket.language')}
          open={t('newTicket.byCustomer')}
          value={form.language}
          options={catalogue.languages.map((slug) => ({ slug, label: languageName(slug) }))}
          onChange={(language) => set({ language })}
        />
      </div>
      <Rare {...part} />
      {mayNote && (
        <Field label={t('newTicket.note')} hint={t('newTicket.noteHint')}>
          {(id) => (
            <textarea
              id={id}
              maxLength={20_000}
              dir="auto"
              className="field min-h-14 !bg-note-tint [field-sizing:content]"
              value={form.note}
              onChange={(event) => set({ note: event.target.value })}
            />
          )}
        </Field>
      )}
    </>
  )
}
