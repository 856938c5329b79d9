import { basename } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import type { CanarySetting, Configuration, DestinationSetting } from '../config/configuration.ts';
import {
  type Edited,
  type EditedPart,
  editGeneral,
  editItem,
  editRoutes,
  type ItemOf,
  itemsOf,
  without,
  withoutMarks,
} from '../config/edit.ts';
import { describeAdapters } from '../config/json-schema.ts';
import { personalPart, personalProblems } from '../config/personal.ts';
import { usesOf } from '../config/uses.ts';
import { findDoubts } from '../config/warnings.ts';
import type { Show } from '../domain/delivery.ts';
import { type FieldProblem, KeypigeonError } from '../domain/errors.ts';
import type { ConfigurationApi, Editor, ItemJson, Precondition } from '../http/api.ts';
import type { CurrentConfiguration } from '../store/configuration.ts';
import {
  type Change,
  changeConfiguration,
  isTestOfFile,
  loadItems,
  type Ordered,
  type StoredItems,
} from '../store/configuration-changes.ts';
import { readGeneralWish, settingsIn } from './general-wish.ts';
import { createItemViews, type ItemViews, withProof } from './item-json.ts';
import { type ProvisioningParts, secretsByKind } from './provisioning.ts';
import { rehearseRoutes } from './rehearsal.ts';

export interface EditingParts extends ProvisioningParts {
  /** As it runs. */
  current(): CurrentConfiguration;
  /** Brings what was written to the parts of the hub. */
  applied(): Promise<void>;
}

/** A person's own, also those that they removed: ids are kept for ever. */
const mostPersonal = 50;

/** Changes of the configuration one by one, by the owner's and by a person's hand. */
export function createEditing(parts: EditingParts): ConfigurationApi {
  const { database, keyring, kinds, clock } = parts;
  const views = createItemViews(kinds, keyring);
  const write = async <Decided>({ actor }: Editor, decide: (stored: StoredItems) => [Change, Decided]) => {
    let decided: Decided | undefined;
    await database.write(changeConfiguration, {
      keyring,
      secretsOf: secretsByKind(kinds),
      actor,
      now: clock.now(),
      decide: (stored) => {
        const [change, rest] = decide(stored);
        decided = rest;
        return change;
      },
    });
    await parts.applied();
    return decided as Decided;
  };
  return {
    describeAdapters: () => describeAdapters(kinds),
    configurationItems: async ({ personId }) =>
      views.all(await loadItems(database, keyring), personId, parts.current()),
    saveItem: async (editor, wish) => {
      const { item, warnings } = await write(editor, (stored) => save(stored, editor, wish, kinds, views));
      return { item: wish.part === 'destinations' ? withProof(item, parts.current()) : item, warnings };
    },
    removeItem: (editor, { part, id, when }) =>
      write(editor, (stored) => {
        if (!isVisible(stored, editor, part, id)) throw new KeypigeonError('not-found', `There is no such thing here.`);
        checkMayTouch(stored, editor, part, id);
        checkPrecondition(currentOf(stored, part, id), when, views);
        checkUnused(stored, part, id);
        return [{ retire: part, id }, undefined];
      }),
    orderItems: (editor, of, order) =>
      write(editor, (stored) => [{ order: orderByHand(stored, of, order), of }, undefined]),
    saveGeneral: (editor, { value, when }) =>
      write(editor, (stored) => {
        const { file } = stored;
        if (file !== null && settingsIn(value).some((name) => name !== 'canaries'))
          throw provisioned('what belongs to no line, source, destination or route', file);
        const { publicUrl, defaultRegion, network, canaries } = stored.configuration;
        checkPrecondition({ publicUrl, defaultRegion, canaries, ...network }, when, views);
        const { changes, problems } = readGeneralWish({ publicUrl, defaultRegion, network, canaries }, value);
        if (problems.length > 0) throw invalid(problems);
        const edited = editGeneral(stored.configuration, changes, kinds);
        if (edited.result === null) throw invalid(edited.problems);
        checkTestsOfFile(stored, edited.result.canaries);
        const next = { ...stored, configuration: { ...stored.configuration, ...edited.result } };
        const general = views.general(next, parts.current().publicUrl);
        return [{ general: edited.result }, { general, warnings: warningsOf(stored, edited.next, 'network', editor) }];
      }).then(({ general, warnings }) => ({
        general: { ...general, publicUrlInUse: parts.current().publicUrl },
        warnings,
      })),
    rehearseRoutes: async (viewer, routes) => {
      const { configuration } = await loadItems(database, keyring);
      const edited = editRoutes(configuration, routes, kinds);
      if (edited.result === null) throw invalid(edited.problems);
      const current = { ...configuration, proofs: parts.current().proofs };
      return rehearseRoutes({ database, keyring }, current, edited.result, viewer);
    },
  };
}

type Wish = Parameters<ConfigurationApi['saveItem']>[1];

function save(
  stored: StoredItems,
  editor: Editor,
  { part, id, value, when }: Wish,
  kinds: ProvisioningParts['kinds'],
  views: ItemViews,
): [Change, { item: ItemJson; warnings: string[] }] {
  checkMayTouch(stored, editor, part, id);
  checkPrecondition(currentOf(stored, part, id), when, views);
  const edited: Edited<ItemOf<EditedPart>> =
    editor.personId === null
      ? editItem(stored.configuration, part, id, value, kinds)
      : editPersonal(stored, editor.personId, id, value, kinds);
  if (edited.result === null) throw invalid(edited.problems);
  const change = { put: part, setting: edited.result } as Change;
  const item = { ...views.item(part, edited.result, stored), provisioned: false };
  return [change, { item, warnings: warningsOf(stored, edited.next, `${part}.${id}`, editor) }];
}

function currentOf({ configuration }: StoredItems, part: EditedPart, id: string) {
  return itemsOf(configuration, part).find((one) => one.id === id);
}

function isVisible({ marks }: StoredItems, { personId }: Editor, part: EditedPart, id: string): boolean {
  const mark = marks[part].get(id);
  return mark !== undefined && !mark.retired && (personId === null || mark.owner === personId);
}

/** What a file made is the file's. A person has their own destinations, and takes no id that somebody else has or had. */
function checkMayTouch({ marks, file }: StoredItems, { personId }: Editor, part: EditedPart, id: string): void {
  const mark = marks[part].get(id);
  if (personId !== null) {
    if (part !== 'destinations') throw new KeypigeonError('forbidden', `Only an owner may change ${part}.`);
    if (mark !== undefined && mark.owner !== personId)
      throw new KeypigeonError('conflict', 'This id is taken; choose another one.');
    const own = [...marks.destinations.values()].filter(({ owner }) => owner === personId).length;
    if (mark === undefined && own >= mostPersonal)
      throw new KeypigeonError('conflict', `You have or had ${own} destinations; use one of their ids again.`);
  }
  if (mark?.provisioned === true) {
    const name = file ?? 'the configuration file';
    throw provisioned(`the ${part.slice(0, -1)} "${id}"`, personId === null ? name : basename(name));
  }
}

/** Line tests that the file names stay as they are; others may stand beside them. */
function checkTestsOfFile(stored: StoredItems, canaries: readonly CanarySetting[]): void {
  for (const test of stored.configuration.canaries.filter((one) => isTestOfFile(stored, one)))
    if (!canaries.some((one) => isDeepStrictEqual(one, test)))
      throw provisioned(`the line test "${test.id}"`, stored.file ?? '');
}

/** RFC 9110 §13.1: what was seen must still be so. */
function checkPrecondition(current: unknown, { revision, isNew }: Precondition, views: ItemViews): void {
  if (isNew === true && current !== undefined)
    throw new KeypigeonError('conflict', 'There is one with this id already; choose another id.', { status: 412 });
  if (revision === undefined) return;
  const holds = current !== undefined && (revision === '*' || revision === views.revisionOf(current));
  if (!holds)
    throw new KeypigeonError('conflict', 'Somebody else changed this meanwhile: look at it again.', { status: 412 });
}

function checkUnused({ configuration }: StoredItems, part: EditedPart, id: string): void {
  const uses = usesOf(without(configuration, part, id), part, id);
  if (uses.length === 0) return;
  const what = `The ${part.slice(0, -1)} "${id}" is still named by ${uses.join(', ')}`;
  throw new KeypigeonError('conflict', `${what}; change or remove ${uses.length === 1 ? 'that' : 'those'} first.`);
}

/** Checked against what is the person's, so that no message tells of anything else. */
function editPersonal(
  { configuration, marks }: StoredItems,
  personId: string,
  id: string,
  value: Record<string, unknown>,
  kinds: ProvisioningParts['kinds'],
): Edited<ItemOf<'destinations'>> {
  const own = personalPart(configuration, personId, id);
  const setting: DestinationSetting | undefined = own.destinations.find((one) => one.id === id);
  const show = (marks.destinations.get(id)?.show ?? undefined) as Show | undefined;
  const before = { setting, show, allowHosts: configuration.network.allowHosts };
  const problems = personalProblems(withoutMarks(value), before, personId, kinds.destinations);
  if (problems.length > 0) return { problems, result: null, next: null };
  const edited = editItem(own, 'destinations', id, value, kinds);
  if (edited.result === null) return edited;
  const rest = without(configuration, 'destinations', id);
  return { ...edited, next: { ...rest, destinations: [...rest.destinations, edited.result] } };
}

/** About the thing itself, and what was not so before. A person hears of theirs only, and of no number that is not. */
function warningsOf(stored: StoredItems, next: Configuration, name: string, { personId }: Editor): string[] {
  const isOwn = (warning: string) => warning.startsWith(`${name}:`) || warning.startsWith(`${name}.`);
  if (personId !== null) {
    const lines = next.lines.map((line) => (line.owner === personId ? line : { ...line, number: null }));
    return findDoubts({ ...next, lines }).filter(isOwn);
  }
  const before = new Set(findDoubts(stored.configuration));
  return findDoubts(next).filter((warning) => isOwn(warning) || !before.has(warning));
}

/** @returns those that were made by hand, in their new order */
function orderByHand({ configuration, marks, file }: StoredItems, of: Ordered, order: readonly string[]): string[] {
  const present = configuration[of].map(({ id }) => id);
  if (
    new Set(order).size !== order.length ||
    order.length !== present.length ||
    present.some((id) => !order.includes(id))
  )
    throw new KeypigeonError('conflict', `Expected each of the ${of} once, that is: ${present.join(', ')}.`);
  const fixed = present.filter((id) => marks[of].get(id)?.provisioned === true);
  if (fixed.some((id, index) => order[index] !== id))
    throw provisioned(`the order of its ${of}, which come first,`, file ?? 'the configuration file');
  return order.slice(fixed.length);
}

function invalid(problems: readonly FieldProblem[]): KeypigeonError {
  const words = problems.map(({ path, message }) => (path === '' ? message : `${path}: ${message}`)).join('; ');
  return new KeypigeonError('invalid-configuration', words, { status: 422, problems });
}

function provisioned(what: string, file: string): KeypigeonError {
  return new KeypigeonError('provisioned', `${what} is set in ${file}: change it there and apply it.`);
}
