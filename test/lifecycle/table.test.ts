import { readFileSync } from 'fs';
import { join } from 'path';
import { create } from './scenarios/create';
import { delivery } from './scenarios/delivery';
import { late } from './scenarios/late';
import { options } from './scenarios/options';
import { passing } from './scenarios/passing';
import { refused } from './scenarios/refused';
import { rollback } from './scenarios/rollback';
import { rolling } from './scenarios/rolling';
import { serviceFirst } from './scenarios/service-first';
import { strategies } from './scenarios/strategies';
import { notMoving } from './scenarios/stuck';
import { update } from './scenarios/update';

const FAMILIES = [create, update, rollback, rolling, serviceFirst, strategies, notMoving, options, passing, delivery, late, refused];
const document = readFileSync(join(__dirname, '../../docs/lifecycles.md'), 'utf8');

test('at least sixty lives of a stack, each with a name of its own', () => {
  const names = FAMILIES.flatMap((family) => family.scenarios.map(({ name }) => `${family.title}: ${name}`));
  expect(names.length).toBeGreaterThanOrEqual(60);
  expect(new Set(names).size).toBe(names.length);
});

test('every family has its section in docs/lifecycles.md, and there are no others', () => {
  const sections = [...document.matchAll(/^## (.*)$/gm)].map((m) => m[1]);
  expect([...sections].sort()).toEqual(FAMILIES.map(({ title }) => title).sort());
});
