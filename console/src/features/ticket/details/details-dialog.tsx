import { useState } from 'react'
import { useQuery } from '@tanstack/react-query'
import type { Ticket, TicketCatalogue } from '@switchyard/sdk'
import { catalogueQuery } from '../../../live/catalogue.ts'
import { Button } from '../../../ui/button.tsx'
import { Dialog } from '../../../ui/dialog.tsx'
import { Field } from '../../../ui/field.tsx'
import { Bones, ProblemLine } from '../../../ui/states.tsx'
import { t } from '../../../ui/words/words.ts'
import { changeOf, formOf, isFieldText } from './detail-change.ts'
import type { DetailForm } from './detail-change.ts'
import { AffectedFields, KindFields, TypeFields, WeightFields } from './detail-fields.tsx'
import { useDetails } from './use-details.ts'

interface FormProps {
  ticket: Ticket
  catalogue: TicketCatalogue
  save: ReturnType<typeof useDetails>
  onClose: () => void
}

function DetailsForm({ ticket, catalogue, save, onClose }: FormProps) {
  const [form, setForm] = useState(() => formOf(ticket))
  const set = (change: Partial<DetailForm>) => setForm({ ...form, ...change })
  const fields = catalogue.types.find(({ slug }) => slug === form.type)?.fields ?? []
  const isWhole =
    form.issueSummary.trim() !== '' && fields.every((one) => isFieldText(one, form.fields[one.name] ?? ''))
  const part = { catalogue, form, set }
  return (
    <form
      className="grid gap-3 p-4"
      onSubmit={(event) => {
        event.preventDefault()
        const change = changeOf(ticket, form, fields)
        if (change === null) onClose()
        else if (isWhole) save.mutate(change, { onSuccess: onClose })
      }}
    >
      <KindFields {...part} />
      <TypeFields {...part} />
      <WeightFields {...part} />
      <AffectedFields {...part} />
      <Field label={t('details.summary')}>
        {(id) => (
          <textarea
            id={id}
            required
            maxLength={2000}
            dir="auto"
            className="field min-h-14 [field-sizing:content]"
            value={form.issueSummary}
            onChange={(event) => set({ issueSummary: event.target.value })}
          />
        )}
      </Field>
      {save.error && <ProblemLine error={save.error} />}
      <div className="flex justify-end">
        <Button type="submit" look="solid" busy={save.isPending} disabled={!isWhole}>
          {t('details.save')}
        </Button>
      </div>
    </form>
  )
}

/**
 * What a ticket is said to be: category, type with its fields, how grave it is, what is affected. Saved together; it is put
 * away at once, and comes back with what was written when that is refused.
 */
export function DetailsDialog({ ticket, onClose }: { ticket: Ticket; onClose: () => void }) {
  const { data, error } = useQuery(catalogueQuery)
  const save = useDetails(ticket)
  return (
    <Dialog title={t('details.title')} onClose={onClose} isAway={save.isPending}>
      {data ? (
        <DetailsForm ticket={ticket} catalogue={data} save={save} onClose={onClose} />
      ) : error ? (
        <div className="p-4">
          <ProblemLine error={error} />
        </div>
      ) : (
        <Bones className="p-4" rows={['h-9', 'h-9', 'h-16']} />
      )}
    </Dialog>
  )
}
