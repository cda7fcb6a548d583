import { Type } from 'typebox'
import { closed, Label, Slug } from './document-parts.ts'

const Origin = Type.String({
  pattern: '^https?://(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)*)(?::\\d{1,5})?$',
  maxLength: 300,
  title: 'an origin such as https://shop.example, in small letters and without a path',
  problem: 'bad_origin',
})

const Colour = Type.String({
  pattern: '^#[0-9a-fA-F]{6}$',
  title: 'a colour such as #3d54da',
  problem: 'bad_colour',
})

const WebAddress = Type.String({
  pattern: '^https://[^\\s"<>]+$',
  maxLength: 2_000,
  title: 'an https address',
  problem: 'out_of_range',
})

const Phone = Type.String({
  pattern: '^\\+[0-9]{6,15}$',
  title: 'a telephone number such as +34910000000',
  problem: 'out_of_range',
})

const Asked = Type.Optional(Type.Enum(['required', 'optional', 'off']))

/** How the chat of a channel looks on other people's pages, and what it asks before it begins. */
export const Widget = Type.Object(
  {
    /** The pages that may show it, by their origin; our own always may. */
    origins: Type.Array(Origin, { maxItems: 200 }),
    /** Whose chat it is, as customers read it. */
    name: Type.Optional(Label),
    colour: Type.Optional(Colour),
    /** When somebody is there; without one, always. */
    calendar: Type.Optional(Slug),
    phone: Type.Optional(Phone),
    privacyUrl: Type.Optional(WebAddress),
    /** The service lines a customer may choose from; without a list, all. */
    serviceLines: Type.Optional(Type.Array(Slug, { minItems: 1 })),
    form: Type.Optional(
      Type.Object({ name: Asked, email: Asked, serviceLine: Asked, language: Asked, issue: Asked }, closed),
    ),
  },
  closed,
)
