import { h } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import { useChat, usePanel } from './context.ts'
import { Field } from './field.tsx'
import { Icon } from './icon.tsx'

/** What parts that come later are made with: handed to them, for shared by import it would be loads of its own. */
export const kit = { h, useEffect, useState, useChat, usePanel, Field, Icon }
export type Kit = typeof kit
