import { Type } from 'typebox'
import { readNotices, setNotices } from '../../modules/mail/index.ts'
import { defineRoute, type Route } from '../route.ts'
import { component } from '../schemas.ts'

/** What a person is told by mail. */
export function noticeRoutes(): Route[] {
  return [readRoute, setRoute]
}

const about = {
  assigned: 'Somebody assigned a ticket to you.',
  mentioned: 'Somebody mentioned you on a ticket.',
  team_notified: 'A routing rule, an automation or a macro notified your team of a ticket.',
  sla_breached: 'A clock of your ticket ran out, or a step of its policy notifies your team.',
  case_decision: 'A case that you may decide waits for a decision, or is late.',
  webhook_disabled: 'A subscription was disabled, or a delivery could not be made; told to administrators.',
}
const kind = (description: string) => Type.Boolean({ description })
const kinds = {
  assigned: kind(about.assigned),
  mentioned: kind(about.mentioned),
  team_notified: kind(about.team_notified),
  sla_breached: kind(about.sla_breached),
  case_decision: kind(about.case_decision),
  webhook_disabled: kind(about.webhook_disabled),
}
const settingsSchema = component('NotificationSettings', { mail: Type.Object(kinds) })
const exampleSettings = {
  mail: {
    assigned: true,
    mentioned: true,
    team_notified: true,
    sla_breached: true,
    case_decision: false,
    webhook_disabled: true,
  },
}

const readRoute = defineRoute({
  method: 'GET',
  url: '/v1/me/notifications',
  operationId: 'getNotifications',
  summary: 'What you are told by mail',
  tag: 'access',
  permission: 'session:own',
  answers: { 200: settingsSchema },
  example: { answer: exampleSettings },
  async handle({ context }) {
    return { mail: await readNotices(context) }
  },
})

const setRoute = defineRoute({
  method: 'PUT',
  url: '/v1/me/notifications',
  operationId: 'setNotifications',
  summary: 'Choose what you are told by mail',
  description: 'Kinds that are not named stay as they are. What you did yourself is never told to you.',
  tag: 'access',
  permission: 'session:own',
  body: component('NotificationUpdate', { mail: Type.Partial(Type.Object(kinds)) }),
  answers: { 200: settingsSchema },
  example: { body: { mail: { case_decision: false } }, answer: exampleSettings },
  async handle({ context, body }) {
    return { mail: await setNotices(context, body.mail) }
  },
})
