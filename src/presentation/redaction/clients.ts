/**
 * Clients that take a password with a short option or after the user name, in a command or in a list of arguments. One expression a line;
 * <rest> is the rest of the command, <gap> what is between elements of a list.
 */
const TABLE = String.raw`
  curl\b<rest>[\s"'](?:-E|--cert|--proxy-cert)[\s=]["']?[^\s:"']{1,100}:
  (?:curl|wget|https?|xhs?|etcdctl)\b<rest>[\s"'](?:-u|--user|--proxy-user|-a|--auth)<gap>[^\s:"'/]{1,100}:
  (?:mysql[a-z]{0,10}|mariadb(?:-[a-z]{1,10})?)\b<rest>[\s"']-p["']?(?=[^\s"'])
  mysqladmin\b<rest>\spassword\s["']?
  redis-cli\b<rest>[\s"'](?:-a|--pass|AUTH(?: default)?)[\s"']<gap>
  (?:<with-p>)\b<rest>[\s"']-[pP][\s"'=]?<gap>
  (?:(?:un)?zip|mosquitto_[ps]ub|ipmitool|smbclient|vncviewer)\b<rest>\s-P\s<gap>
  (?:7z[az]?|(?:un)?rar)\b<rest>\s-h?p(?=\S)
  (?:useradd|usermod|adduser)\b<rest>\s-p\s<gap>
  (?:ldap\w{3,10})\b<rest>[\s"']-w(?!\s-)<gap>
  (?:snmp\w{2,12})\b<rest>\s-[cAX]\s<gap>
  openssl passwd(?:\s-(?:salt\s\S{1,30}|(?!salt)\w{1,10})){0,3}\s["']?(?!-)
  openssl\b<rest>\s(?:-k\s|-K\s|-hmac\s|-macopt (?:hex)?key:)
  pass(?:in|out|word)?\spass:
  (?:net user|net use)\s\S{1,80}\s(?![/\\])
  net use\s\S{1,10}\s\\\\\S{1,80}\s(?!/)
  rabbitmqctl\b[^|;&\n]{0,100}?\s(?:add_user|change_password|authenticate_user)\s{1,3}\S{1,60}\s{1,3}
  (?:snyk auth|doppler configure set token|(?:vault|consul) login|authtoken)\s{1,3}(?:token=)?["']?(?!-|token=)
  ssm put-parameter\b[^\n]{0,200}--value\s["']?
  secretsmanager (?:create|put|update)-secret\b[^\n]{0,200}--secret-string\s["']?
  aws configure set \w{1,60}\s
  (?:requirepass|masterauth)["']?[\s=]<gap>
  (?:sqlplus|expdp|impdp|sqlldr)\b[^|;&\n]{0,100}?[\s"'][\w$#.]{1,60}/
  net use\s\S{1,80}(?:\s\S{1,80})?\s/user:\S{1,60}\s(?!/)
  ansible-vault encrypt_string\s["']?
  gh secret set\s\S{1,60}\s(?:--body|-b)[\s=]["']?
  gem push\b<rest>--key\s
  smbclient\b<rest>-U\s?["']?[^\s%"']{1,60}%
  rclone obscure\s
  ldappasswd\b<rest>\s-s\s
  radtest\s\S{1,60}\s
  (?:consul kv|etcdctl) put\s\S{0,100}(?:password|secret|token|key)\S{0,20}\s["']?
  \s-auth\s[^\s:]{1,60}:
  netlify\b<rest>--auth[\s=]
  config set --secret\s\S{1,80}\s["']?
  bw (?:login\s\S{1,80}|unlock)\s(?!-)["']?
  htpasswd\s-\w{0,3}b\w{0,3}[ \t](?:\S{1,80}[ \t])?[^\s"']{1,60}[ \t]["']?
  wpa_passphrase\s\S{1,60}\s["']?
  ConvertTo-SecureString\s(?:-String\s)?["']
  schtasks\b<rest>/rp\s
  vault\b<rest>\ssecret_id=
  lftp\b<rest>\s-u\s["']?[^\s,"']{1,60},
  nmcli\b<rest>\spassword\s["']?
  iwconfig\b<rest>\skey\s(?:s:)?
  rclone config\b<rest>\s(?:pass|password|token|secret_access_key)[\s=]["']?
  bundle config\s(?:set\s)?(?:--\w{1,10}\s)?[\w-]{1,40}(?:\.[\w-]{1,40}){1,5}\s[^\s:]{1,60}:(?!/)
  cf auth\s\S{1,60}\s["']?
  mc (?:alias set|config host add)\s\S{1,60}\s\S{1,200}\s\S{1,100}\s["']?
  (?:poetry|composer) config\s(?:--?\w{1,10}\s)?http-basic\.\S{1,60}\s\S{1,60}\s
  nuget push\b<rest>\s-k\s
  createUser\s\S{1,60}\s(?:MD5|SHA\S{0,4})\s
  db2 connect to\s\S{1,60}\suser\s\S{1,60}\susing\s
  ssh-keygen\b<rest>\s-N\s["']?
  (?:stats auth|addauth digest)\s[^\s:]{1,60}:
  insecure-password\s
  --password-command\s["']?echo\s
`;
/** Those that take it behind `-p` or `-P`, whatever they are asked to do. */
const WITH_P = '(?:docker|podman|nerdctl|crane(?: auth)?|oras|helm registry|oc|buildah|skopeo|cf|argocd|expo) ?login|twine ?upload|'
  + 'mongo\\w{0,10}|[iot]sql|sqlcmd|bcp|cqlsh|psexec|nxc|crackmapexec|hydra|ncftp\\w{0,5}|beeline|az|poetry|rdesktop|rabbitmqadmin|snowsql|'
  + 'vsql|trino|sshpass';
const REST = '[^|;&\\n]{0,200}?';
const GAP = '[\\s\\\\"\',=]{0,6}';

/** The client and its option, and the secret behind it. */
const ROWS = TABLE.trim().split(/\n\s*/).join('|')
  .replace('<with-p>', WITH_P).replace(/<rest>/g, REST).replace(/<gap>/g, GAP).replace(/\["'\]\?/g, '(?:\\\\{0,15}["\'])?');
export const CLIENTS = new RegExp(`\\b(${ROWS})([^\\s"'\`]+)`, 'g');
