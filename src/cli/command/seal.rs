//! `seal`.

use std::path::{Path, PathBuf};

use care2mosaic::pipeline::{self, Exit, SealRequest};
use care2mosaic::seal::{SealError, SigningKey};
use clap::Args;

use crate::cli::arguments::{MachineArguments, output_folder};
use crate::cli::command_error::CommandError;
use crate::cli::context::Context;
use crate::cli::ui;

/// Sign the root of the proof with an SSH key
///
/// Writes DIR/reconciliation/root.json.sig in the form of `ssh-keygen -Y sign`, in the namespace care2mosaic. Only a folder that
/// reconciled and that `verify` finds unchanged is signed. A key of kind ed25519 or ECDSA on P-256 is needed; if it has a
/// passphrase, the terminal is asked for it.
#[derive(Debug, Args)]
#[command(after_help = crate::cli::exit_words::with_exits(EXAMPLES, "signed", &[3, 7, 130]))]
pub(in crate::cli) struct Seal {
    /// Output folder
    #[arg(value_parser = output_folder(), value_name = "DIR")]
    out: PathBuf,
    /// Private key in OpenSSH's form
    #[arg(long, value_name = "KEY")]
    sign_key: PathBuf,
    /// File whose first line is the passphrase of the key, where no terminal can be asked
    #[arg(long, value_name = "FILE")]
    passphrase_file: Option<PathBuf>,
    /// Replace a signature by another key
    #[arg(long)]
    replace: bool,
    #[command(flatten)]
    machine: MachineArguments,
}

const EXAMPLES: &str = "\
Examples:
  ssh-keygen -t ed25519 -f seal-key
  care2mosaic seal out --sign-key seal-key
  care2mosaic seal out --sign-key new-key --replace --passphrase-file passphrase
  care2mosaic seal out --sign-key seal-key --ledger postgres:///ledger --threads 4
  ssh-keygen -Y verify -f allowed_signers -I ann@council.example -n care2mosaic \\
      -s out/reconciliation/root.json.sig < out/reconciliation/root.json
  care2mosaic verify out --allowed-signers allowed_signers";

impl Seal {
    pub(super) fn run(&self, context: &Context) -> Result<Exit, CommandError> {
        let key = self.key()?;
        let request = SealRequest {
            out: self.out.clone(),
            replace: self.replace,
            ledger: self.machine.ledger()?,
            threads: self.machine.threads(),
        };
        let sealed = pipeline::seal(&request, &key, context.observer.as_ref(), &context.cancel())?;
        ui::data(&format!(
            "Sealed. Keep {} with the folder.\n\n  root       {}\n  key        {}\n",
            sealed.signature.display(),
            sealed.root,
            sealed.key
        ))?;
        for draw in &sealed.open_draws {
            ui::complain(&open_words(*draw, &sealed.signature));
        }
        Ok(Exit::Done)
    }

    /// The key, opened if it has a passphrase.
    fn key(&self) -> Result<SigningKey, CommandError> {
        let key = SigningKey::read(&self.sign_key)?;
        if !key.is_locked() {
            return Ok(key);
        }
        let passphrase = match &self.passphrase_file {
            Some(path) => first_line(path)?,
            None => ask(&self.sign_key)?,
        };
        Ok(key.unlock(&passphrase)?)
    }
}

/// What a signature leaves undone of a sample: the draw, how many case files it has, and how many nobody looked at.
fn open_words((draw, size, open): (u32, u64, u64), signature: &Path) -> String {
    format!(
        "{open} of the {size} case files of draw {draw} are not looked at, and no result of them can be taken in any more; where \
         somebody is to look first, have the signature withdrawn (move {} out of the folder).",
        signature.display()
    )
}

fn first_line(path: &Path) -> Result<String, SealError> {
    let text = std::fs::read_to_string(path);
    let text = text.map_err(|source| SealError::Read { path: path.to_path_buf(), source })?;
    Ok(text.lines().next().unwrap_or_default().to_owned())
}

/// Asks the terminal without showing what is typed.
fn ask(key: &Path) -> Result<String, SealError> {
    let nobody = || SealError::NobodyToAsk { path: key.to_path_buf() };
    let terminal = console::Term::stderr();
    if !console::user_attended() || !console::user_attended_stderr() {
        return Err(nobody());
    }
    ui::complain(&format!("Passphrase of {}:", key.display()));
    terminal.read_secure_line().map_err(|_| nobody())
}
