//! A PostgreSQL server of the tests' own: made when the first test asks for it, gone with the process.

use std::io::{BufRead, BufReader, Write};
use std::net::TcpListener;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Mutex, OnceLock};

/// Makes a cluster, starts it, stops it and starts it again as standard input says, and takes it away when that closes, as it does
/// however the tests end.
const SCRIPT: &str = r#"
set -e
as() { if [ "$(id -u)" = 0 ]; then runuser -u "$USER_NAME" -- "$@"; else "$@"; fi; }
if [ "$(id -u)" = 0 ]; then chown "$USER_NAME" "$FOLDER"; fi
cd "$FOLDER"
printf 'secret' > password; chmod 644 password
as initdb -D data -U ann --pwfile=password --auth-local=scram-sha-256 --auth-host=scram-sha-256 \
    --encoding=UTF8 --no-locale --no-sync >log 2>&1
if command -v openssl >/dev/null; then
    openssl req -new -x509 -days 2 -nodes -subj /CN=authority -out ca.crt -keyout ca.key >>log 2>&1
    openssl req -new -nodes -subj /CN=localhost -out server.csr -keyout data/server.key >>log 2>&1
    echo 'subjectAltName=DNS:localhost' > names
    openssl x509 -req -days 2 -in server.csr -CA ca.crt -CAkey ca.key -CAcreateserial -extfile names \
        -out data/server.crt >>log 2>&1
    chmod 644 ca.crt
    chmod 600 data/server.key
    if [ "$(id -u)" = 0 ]; then chown "$USER_NAME" data/server.*; fi
    echo "ssl = on" >> data/postgresql.conf
fi
cat >> data/postgresql.conf <<CONF
listen_addresses = 'localhost'
port = $PORT
unix_socket_directories = '$FOLDER'
fsync = off
max_connections = 200
CONF
as pg_ctl -D data -w -l server.log start >>log 2>&1
echo ready
while read -r word; do
    case "$word" in stop) how="-m fast" ;; *) how="-l server.log" ;; esac
    as pg_ctl -D data -w $how "$word" >>log 2>&1
    echo "$word"
done
as pg_ctl -D data -m immediate stop >>log 2>&1 || true
rm -rf "$FOLDER"
"#;

/// Where Debian keeps the programs of a server that are in nobody's path.
const PROGRAMS: &str = "/usr/lib/postgresql";

/// A running server.
pub(crate) struct Postgres {
    port: u16,
    folder: PathBuf,
    shell: Mutex<(ChildStdin, BufReader<ChildStdout>)>,
    _process: Child,
}

/// A database of a running server, for one test.
pub(crate) struct TestDatabase {
    server: &'static Postgres,
    name: String,
}

impl Postgres {
    /// A new database; none where the programs of PostgreSQL are missing, which is then said aloud.
    pub(crate) fn database(test: &str) -> Option<TestDatabase> {
        static SERVER: OnceLock<Option<Postgres>> = OnceLock::new();
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let Some(server) = SERVER.get_or_init(Self::start) else {
            say(&format!("not run on PostgreSQL, for want of its programs: {test}"));
            return None;
        };
        let name = format!("ledger{}", COUNT.fetch_add(1, Ordering::Relaxed));
        Some(TestDatabase::create(server, name))
    }

    /// The same on a server that nobody else uses, so that it can be stopped.
    pub(crate) fn alone(test: &str) -> Option<TestDatabase> {
        let Some(server) = Self::start() else {
            say(&format!("not run on PostgreSQL, for want of its programs: {test}"));
            return None;
        };
        Some(TestDatabase::create(Box::leak(Box::new(server)), "ledger".to_owned()))
    }

    fn start() -> Option<Self> {
        let path = search_path();
        let there = |name: &str| std::env::split_paths(&path).any(|folder| folder.join(name).is_file());
        let needed = ["initdb", "pg_ctl", "postgres", "psql"];
        if !needed.into_iter().all(there) {
            return None;
        }
        // Named and kept: the shell removes it when this process has ended.
        let folder = tempfile::tempdir().unwrap().keep();
        std::fs::set_permissions(&folder, PermissionsExt::from_mode(0o755)).unwrap();
        let port = TcpListener::bind("localhost:0").unwrap().local_addr().unwrap().port();
        let user = ["postgres", "nobody"].into_iter().find(|name| is_user(name))?;
        let mut shell = Command::new("sh")
            .args(["-c", SCRIPT])
            .env("PATH", &path)
            .env("USER_NAME", user)
            .env("FOLDER", &folder)
            .env("PORT", port.to_string())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        let (words, mut answers) =
            (shell.stdin.take().unwrap(), BufReader::new(shell.stdout.take().unwrap()));
        answers.read_line(&mut line).unwrap();
        let log = std::fs::read_to_string(folder.join("log")).unwrap_or_default();
        assert_eq!(line.trim(), "ready", "the server did not start: {log}");
        Some(Self { port, folder, shell: Mutex::new((words, answers)), _process: shell })
    }

    /// Has the server stopped, or started again, and waits for that.
    fn say(&self, word: &str) {
        let (words, answers) = &mut *self.shell.lock().unwrap();
        writeln!(words, "{word}").unwrap();
        let mut line = String::new();
        answers.read_line(&mut line).unwrap();
        assert_eq!(line.trim(), word, "the server did not {word}");
    }
}

impl TestDatabase {
    fn create(server: &'static Postgres, name: String) -> Self {
        let database = Self { server, name };
        database.psql("postgres", &format!("CREATE DATABASE {}", database.name));
        database
    }

    /// Stops the server, with everybody who is connected.
    pub(crate) fn stop_server(&self) {
        self.server.say("stop");
    }

    /// Starts it again.
    pub(crate) fn start_server(&self) {
        self.server.say("start");
    }

    /// The address with user and password.
    pub(crate) fn url(&self) -> String {
        self.url_of("ann:secret", "")
    }

    /// An address with a user, or a user and a password, and parameters.
    pub(crate) fn url_of(&self, user: &str, parameters: &str) -> String {
        format!("postgres://{user}@localhost:{}/{}{parameters}", self.server.port, self.name)
    }

    /// The variables that name the server, and who one is there.
    pub(crate) fn variables(&self) -> [(&'static str, String); 4] {
        let port = self.server.port.to_string();
        [("PGHOST", "localhost"), ("PGPORT", &port), ("PGUSER", "ann"), ("PGPASSWORD", "secret")]
            .map(|(name, value)| (name, value.to_owned()))
    }

    /// Where programs are looked for, those of the server included.
    pub(crate) fn search_path() -> String {
        search_path().into_string().unwrap()
    }

    /// The certificate of the server, if it has one.
    pub(crate) fn certificate(&self) -> Option<PathBuf> {
        Some(self.server.folder.join("ca.crt")).filter(|path| path.is_file())
    }

    /// Runs a statement in this database and gives what it prints.
    pub(crate) fn sql(&self, sql: &str) -> String {
        self.psql(&self.name, sql)
    }

    fn psql(&self, database: &str, sql: &str) -> String {
        let output = Command::new("psql")
            .args(["-X", "-A", "-t", "-q", "-v", "ON_ERROR_STOP=1", "-h", "localhost", "-U", "ann"])
            .args(["-p", &self.server.port.to_string(), "-d", database, "-c", sql])
            .env("PATH", search_path())
            .env("PGPASSWORD", "secret")
            .output()
            .unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap().trim().to_owned()
    }
}

/// Says something that shows even of a test that passes.
pub(crate) fn say(text: &str) {
    std::io::stderr().write_all(format!("{text}\n").as_bytes()).unwrap();
}

fn search_path() -> std::ffi::OsString {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let mut versions: Vec<PathBuf> = std::fs::read_dir(Path::new(PROGRAMS))
        .map(|entries| entries.map(|entry| entry.unwrap().path().join("bin")).collect())
        .unwrap_or_default();
    versions.sort();
    versions.reverse();
    std::env::join_paths(versions.into_iter().chain(std::env::split_paths(&path))).unwrap()
}

fn is_user(name: &str) -> bool {
    Command::new("id").arg(name).output().is_ok_and(|output| output.status.success())
}
