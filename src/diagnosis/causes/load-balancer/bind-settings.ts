import { Frame } from '../../../facts/model';
import { definitionOf } from '../../read';
import { alternatives } from '../../text';

/** A value that is an address of the container itself, with its port. */
const LOOP = '(?:https?:\\/\\/)?(?:localhost|127\\.0\\.0\\.1|\\[?::1\\]?)(?::(\\d{2,5}))?';
const ONLY_LOOP = new RegExp(`^${LOOP}\\/?$`, 'i');
/** Names of variables of servers, not of clients: `DB_HOST` is none. */
const OF_SERVER = alternatives(
  String.raw`^(?:HOST|HOSTNAME|ADDRESS|ADDR|IP)$|BIND|LISTEN|(?:SERVER|HTTP|APP|WEB|RUN|ROCKET)_(?:HOST|IP|NAME|ADDR(?:ESS)?)$`,
  String.raw`_URLS$`,
);
const OPTION = '(?:(?<=\\s)(-[bHSl]|--?[\\w.-]*(?:host|addr|address|bind|listen|ip)[=\\s])\\s?)?';
const IN_COMMAND = new RegExp(`${OPTION}(?<=[\\s=])(${LOOP})(?=\\s|$)`, 'i');

/**
 * What sets the address, by the words that a server logs or is started with (documentation of each). `PORT` stands for the port.
 * Servers with the same words as others go last.
 */
const SERVERS: readonly (readonly [words: RegExp, setting: string])[] = [
  [/rocket/i, 'ROCKET_ADDRESS=0.0.0.0'],
  [/uvicorn|hypercorn/i, '--host 0.0.0.0'],
  [/gunicorn|\[INFO\] Listening at/i, '--bind 0.0.0.0:PORT'],
  [/\brunserver|development server at/i, 'runserver 0.0.0.0:PORT'],
  [/streamlit/i, 'STREAMLIT_SERVER_ADDRESS=0.0.0.0'],
  [/gradio|local URL: +http/i, 'GRADIO_SERVER_NAME=0.0.0.0'],
  [/\* Running on http|\bflask\b/i, 'flask run --host 0.0.0.0, or app.run(host="0.0.0.0")'],
  [/Now listening on:|\bdotnet\b/i, 'ASPNETCORE_URLS=http://+:PORT'],
  [/\bpuma\b|\* Listening on|\brails\b/i, 'BINDING=0.0.0.0 (rails server), or bind "tcp://0.0.0.0:PORT" in config/puma.rb'],
  [/\bartisan\b|PHP [\d.]+ Development Server/i, '--host=0.0.0.0 of artisan serve, or php -S 0.0.0.0:PORT'],
  [/AkkaHttpServer|PekkoHttpServer|play\.core/i, '-Dplay.server.http.address=0.0.0.0'],
  [/\.Endpoint with (?:cowboy|bandit)/i, 'ip: {0, 0, 0, 0} of the endpoint in config/runtime.exs'],
  [/publish_address/i, 'network.host: 0.0.0.0'],
  [/\bnext(?:\.js)?\b/i, 'next start -H 0.0.0.0 (HOSTNAME=0.0.0.0 with standalone output)'],
  [/\bng serve\b|angular|\bvite\b|Local:/i, '--host 0.0.0.0'],
];

/**
 * The setting that makes the server listen on all addresses: the value of the task definition that is wrong, else that of the software;
 * undefined: neither is known.
 */
export function bindSetting(frame: Frame, container: string, line: string, port: number): string | undefined {
  const definition = definitionOf(frame, container);
  const isPort = (value: string | undefined) => value === undefined || Number(value) === port;
  const variable = definition?.environment?.find(({ name = '', value = '' }) => {
    const found = OF_SERVER.test(name) ? ONLY_LOOP.exec(value) : null;
    return found && isPort(found[1]);
  });
  const all = (text = '') => text.replace(/localhost|127\.0\.0\.1|\[?::1\]?/i, '0.0.0.0');
  if (variable) {
    const { name, value } = variable;
    return `${name}=${all(value)}, not ${value}, in environment of addContainer('${container}', ...)`;
  }
  const command = ['', ...definition?.entryPoint ?? [], ...definition?.command ?? []].join(' ');
  const [, option, address, itsPort] = IN_COMMAND.exec(command) ?? [];
  if (address && (option || itsPort) && isPort(itsPort)) {
    const written = `${option ?? ''}${option && !/[=\s]$/.test(option) ? ' ' : ''}${address}`;
    return `${all(written)}, not ${written}, in command of addContainer('${container}', ...)`;
  }
  const started = `${command} ${definition?.image ?? ''}`;
  const known = SERVERS.find(([words]) => words.test(line)) ?? SERVERS.find(([words]) => words.test(started));
  return known?.[1].replace('PORT', String(port));
}
