import type { Calendar } from '../calendars/index.ts'
import { type ChannelOfWorkflow, standardAbsenceMs } from './channel.ts'
import { compileWidget } from './compile-widget.ts'
import type { WorkflowDocument } from './document.ts'
import { durationMs } from './duration.ts'
import type { Priority } from './priority.ts'
import { canonicalPriority } from './priority.ts'
import type { Category, Service, ServiceLine, Team, TicketType, WorkflowSnapshot } from './snapshot.ts'

type Catalogue = Pick<
  WorkflowSnapshot,
  | 'zone'
  | 'defaults'
  | 'demandsIdempotencyKey'
  | 'languages'
  | 'skills'
  | 'channels'
  | 'serviceLines'
  | 'types'
  | 'checklists'
  | 'categories'
  | 'services'
  | 'teams'
  | 'matrix'
>

/** The words a request may use, by slug. */
export function compileCatalogue(document: WorkflowDocument, calendars: ReadonlyMap<string, Calendar>): Catalogue {
  const { tickets } = document
  return {
    zone: document.zone,
    defaults: {
      serviceLine: tickets.serviceLine,
      language: tickets.language,
      priority: priorityOf(tickets.priority),
    },
    demandsIdempotencyKey: tickets.idempotencyKey === 'required',
    languages: new Set(document.languages),
    skills: bySlug(document.skills ?? {}, (_, { label }) => ({ label })),
    channels: bySlug(document.channels, (slug, channel): ChannelOfWorkflow => {
      const { label, kind = 'ticket', widget } = channel
      const hours = calendars.get(channel.hours ?? '') ?? null
      const absenceMs = durationMs(channel.absence ?? '') ?? standardAbsenceMs
      return { slug, label, kind, hours, absenceMs, widget: compileWidget(widget) }
    }),
    serviceLines: bySlug(document.serviceLines, compileServiceLine),
    types: bySlug(document.types, compileType),
    checklists: bySlug(document.checklists ?? {}, (slug, { label, types = [], items }) => ({
      slug,
      label,
      types,
      items,
    })),
    categories: bySlug(document.categories, compileCategory),
    services: bySlug(document.services ?? {}, (slug, service): Service => {
      return {
        slug,
        label: service.label,
        kind: service.kind,
        queue: service.queue ?? null,
        partner: service.partner ?? null,
      }
    }),
    teams: bySlug(document.teams ?? {}, (slug, team): Team => ({ slug, label: team.label, notes: team.notes ?? null })),
    matrix: compileMatrix(tickets.matrix),
  }
}

function compileServiceLine(slug: string, line: WorkflowDocument['serviceLines'][string]): ServiceLine {
  return {
    slug,
    label: line.label,
    lifecycle: line.lifecycle ?? null,
    category: line.category ?? null,
    type: line.type ?? null,
    queue: line.queue ?? null,
  }
}

function compileType(slug: string, type: WorkflowDocument['types'][string]): TicketType {
  return {
    slug,
    label: type.label,
    priority: priorityOf(type.priority),
    lifecycle: type.lifecycle ?? null,
    fields: bySlug(type.fields ?? {}, (_, field) => ({
      label: field.label,
      type: field.type,
      choices: field.choices ?? [],
      isRequired: field.required ?? false,
      requiredFor: field.requiredFor ?? [],
    })),
  }
}

function compileCategory(slug: string, category: WorkflowDocument['categories'][string]): Category {
  return {
    slug,
    label: category.label,
    parent: category.parent ?? null,
    type: category.type ?? null,
    team: category.team ?? null,
    queue: category.queue ?? null,
  }
}

/** `high/low` -> the priority of high impact and low urgency. */
function compileMatrix(matrix: WorkflowDocument['tickets']['matrix']): ReadonlyMap<string, Priority> {
  const cells = new Map<string, Priority>()
  for (const [impact, row] of Object.entries(matrix ?? {})) {
    for (const [urgency, priority] of Object.entries(row)) cells.set(`${impact}/${urgency}`, priorityOf(priority))
  }
  return cells
}

function bySlug<From, To>(
  members: Readonly<Record<string, From>>,
  compile: (slug: string, member: From) => To,
): ReadonlyMap<string, To> {
  return new Map(Object.entries(members).map(([slug, member]) => [slug, compile(slug, member)] as const))
}

function priorityOf(word: string): Priority {
  return canonicalPriority(word) ?? 'normal'
}
