import { redactor } from '../../src/presentation/redact';

const redact = redactor();

describe('a password in a command does not leave', () => {
  test.each([
    // the forms that people use most
    ['curl -u admin:k93Ldq http://x'], ['curl --user=admin:k93Ldq http://x'], ['mysql -u root -pk93Ldq'], ['sshpass -p k93Ldq ssh h'], ['docker login -u me -p k93Ldq'], ['psql postgresql://app:k93Ldq@db/x'],
    ['redis-cli -a k93Ldq'], ['"HELLO" "3" "AUTH" "app" "k93Ldq"'], ['openssl rsa -passin pass:k93Ldq'], ['htpasswd -b file user k93Ldq'], ['net use Z: \\\\srv\\s k93Ldq /user:bob'], ['az login -u x -p k93Ldq'],
    ['ansible-playbook -e password=k93Ldq x.yml'], ['helm install x --set db.password=k93Ldq'], ['PGPASSWORD=k93Ldq psql'], ['sqlcmd -U sa -P k93Ldq'], ['ldapsearch -x -w k93Ldq'],
    ['snmpwalk -v3 -A k93Ldq -X k93Ldq h'], ['wget --password=k93Ldq u'], ['useradd -p k93Ldq bob'], ['echo \'k93Ldq\' | passwd --stdin bob'],
    // others, each of which left before
    ['curl -E cert.pem:k93Ldq https://x'], ['curl --cert cert.pem:k93Ldq https://x'], ['mysqlpump -uroot -pk93Ldq'], ['REDISCLI_AUTH=k93Ldq redis-cli'], ['openssl passwd -6 k93Ldq'],
    ['kubectl create secret generic a --from-literal=user=bob --from-literal=key=k93Ldq'], ['kubectl create secret generic a --from-literal \'key=k93Ldq\''], ['ldapmodify -x -wk93Ldq'],
    ['usermod -p \'k93Ldq\' bob'], ['echo -e "k93Ldq\\nk93Ldq" | passwd bob'], ['yes k93Ldq | passwd bob'], ['printf \'%s\' k93Ldq | docker login --password-stdin'],
    ['vault write auth/approle/login role_id=a secret_id=k93Ldq'], ['lftp -u bob,k93Ldq h'], ['ncftpput -u bob -p k93Ldq h / f'], ['db2 connect to a user b using k93Ldq'],
    ['nmcli dev wifi connect ssid password k93Ldq'], ['iwconfig wlan0 key s:k93Ldq'], ['rclone config create a b pass k93Ldq'], ['composer config http-basic.x.com a k93Ldq'],
    ['bundle config gems.x.com a:k93Ldq'], ['expo login -u a -p k93Ldq'], ['cf auth a k93Ldq'], ['hydra -l a -p k93Ldq ssh://h'], ['xh -a bob:k93Ldq h'], ['mc alias set a http://h AKIA k93Ldq'],
  ])('%s', (command) => {
    expect(redact(`+ ${command}`)).not.toContain('k93Ldq');
    expect(redact(redact(command))).toBe(redact(command));
  });
});

test.each([
  ['curl --cert cert.pem https://x:8443/'], ['mysqlcheck -u root -p shop'], ['openssl passwd -6 -stdin'], ['kubectl create configmap a --from-literal=LOG_LEVEL=debug2x'], ['ldapsearch -x -W -D cn=a'],
  ['ldapsearch -w -x'], ['echo -e "hello\\nworld" | sort'], ['yes y1 | rm -r x'], ['printf \'%s\' hello | wc -c'], ['vault write auth/approle/login role_id=a'], ['nmcli dev wifi list'],
  ['bundle config set path vendor/bundle'], ['bundle config mirror.https://rubygems.org http://mirror.local'], ['mc cp a b c d'], ['composer config repositories.x vcs https://x'], ['db2 connect to sample'],
  ['docker run -p 8080:80 nginx'], ['mkdir -p /var/lib/app'], ['mysql -u root -p'],
])('%s stays', (command) => {
  expect(redact(command)).toBe(command);
});
