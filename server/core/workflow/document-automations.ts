import { Type } from 'typebox'
import { automationEvents } from '../automations/automation-events.ts'
import { timeBasis } from '../automations/automation.ts'
import { controlLevels } from '../automations/controls.ts'
import {
  bySlug,
  Cel,
  closed,
  Duration,
  FieldName,
  Label,
  Language,
  Markdown,
  OneOrMore,
  PriorityWord,
  Slug,
} from './document-parts.ts'

const AgentName = Type.String({
  pattern: '^(?:me|agent_[0-7][0-9a-hjkmnp-tv-z]{25})$',
  title: 'an agent’s id, or `me` in a macro',
  problem: 'unknown_value',
})

const Transition = Type.Union(
  [Slug, Type.Object({ to: Slug, resolution: Type.Optional(Markdown), note: Type.Optional(Markdown) }, closed)],
  { title: 'a status, or a map with `to`, `resolution` and `note`', problem: 'wrong_type' },
)

const Case = Type.Union(
  [Slug, Type.Object({ reason: Slug, severity: Type.Optional(PriorityWord), note: Type.Optional(Markdown) }, closed)],
  { title: 'a reason, or a map with `reason`, `severity` and `note`', problem: 'wrong_type' },
)

/** Things to do, in the order in which they are written. */
const Action = Type.Object(
  {
    setPriority: Type.Optional(PriorityWord),
    setType: Type.Optional(Slug),
    setCategory: Type.Optional(Slug),
    setQueue: Type.Optional(Slug),
    setFields: Type.Optional(Type.Record(FieldName, Type.Unknown(), closed)),
    tag: Type.Optional(OneOrMore),
    untag: Type.Optional(OneOrMore),
    transition: Type.Optional(Transition),
    assign: Type.Optional(AgentName),
    unassign: Type.Optional(Type.Boolean()),
    note: Type.Optional(Markdown),
    send: Type.Optional(Slug),
    openCase: Type.Optional(Case),
    notify: Type.Optional(OneOrMore),
  },
  closed,
)

const EventWord = Type.Enum([...automationEvents])

const Automation = Type.Object(
  {
    id: Slug,
    label: Label,
    notes: Type.Optional(Markdown),
    on: Type.Optional(Type.Array(EventWord, { minItems: 1 })),
    /** So long after `since`, in one of these statuses or status categories. */
    after: Type.Optional(Duration),
    since: Type.Optional(Type.Enum([...timeBasis])),
    in: Type.Optional(Type.Array(Slug, { minItems: 1 })),
    calendar: Type.Optional(Slug),
    when: Type.Optional(Cel),
    do: Type.Array(Action, { minItems: 1 }),
    /** No later rule is asked about an event that this one acted on. */
    stop: Type.Optional(Type.Boolean()),
    off: Type.Optional(Type.Boolean()),
  },
  closed,
)

const Texts = Type.Record(Language, Markdown, closed)

const Role = Type.Enum(['admin', 'manager', 'agent', 'engineer', 'risk-reviewer', 'qa-reviewer'])

const Macro = Type.Object(
  {
    label: Label,
    body: Texts,
    /** Said as a note. */
    internal: Type.Optional(Type.Boolean()),
    when: Type.Optional(Cel),
    queues: Type.Optional(Type.Array(Slug, { minItems: 1 })),
    roles: Type.Optional(Type.Array(Role, { minItems: 1 })),
    do: Type.Optional(Type.Array(Action)),
  },
  closed,
)

const Step = Type.Object(
  {
    text: Label,
    macro: Type.Optional(Slug),
    url: Type.Optional(
      Type.String({
        pattern: '^https?://\\S+$',
        maxLength: 2_000,
        title: 'an address such as https://wiki.example.com',
        problem: 'unknown_value',
      }),
    ),
  },
  closed,
)

const Playbook = Type.Object(
  {
    label: Label,
    when: Type.Optional(Cel),
    steps: Type.Optional(Type.Array(Step)),
    guidance: Type.Optional(Markdown),
  },
  closed,
)

const FirstResponse = Type.Object({ otherwise: Texts, serviceLines: Type.Optional(bySlug(Texts)) }, closed)

/** How far automation may go: in the workflow as a whole, a channel, a queue. */
export const ControlsSchema = Type.Object(
  {
    firstResponse: Type.Optional(Type.Enum([...controlLevels.firstResponse])),
    steps: Type.Optional(Type.Enum([...controlLevels.steps])),
    guidance: Type.Optional(Type.Enum([...controlLevels.guidance])),
    classify: Type.Optional(Type.Enum([...controlLevels.classify])),
  },
  closed,
)

/** What happens by itself, what is suggested, and how far either may go. */
export const automationParts = {
  automation: Type.Optional(ControlsSchema),
  automations: Type.Optional(Type.Array(Automation)),
  macros: Type.Optional(bySlug(Macro)),
  playbooks: Type.Optional(bySlug(Playbook)),
  firstResponse: Type.Optional(FirstResponse),
}
