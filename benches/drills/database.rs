//! The database goes away, hangs, or has no room.

use std::{
    fs::{self, File},
    io::Write,
    path::PathBuf,
    process::Command,
    time::{Duration, Instant},
};

use super::{Drilled, council::Council, faulty::Faulty, storm::Storm};

/// How long the fault lasts: longer than anything waits for a connection.
const WHILE: Duration = Duration::from_secs(5);

pub async fn away(council: &Council, server: &mut Faulty) -> Drilled {
    fault(council, server, Faulty::stop, Faulty::start_again).await
}

pub async fn frozen(council: &Council, server: &mut Faulty) -> Drilled {
    fault(council, server, Faulty::freeze, Faulty::thaw).await
}

async fn fault(
    council: &Council,
    server: &mut Faulty,
    begin: fn(&mut Faulty),
    end: fn(&mut Faulty),
) -> Drilled {
    let _service = council.serve().await?;
    let mut storm = Storm::begin(council);
    storm.more(10).await?;
    // The script is waited for on a thread that no writer needs.
    tokio::task::block_in_place(|| begin(server));
    let told = refused(&storm, 6).await;
    tokio::time::sleep(WHILE).await;
    tokio::task::block_in_place(|| end(server));
    storm.recovers(Instant::now()).await?;
    let seen = format!("UNAVAILABLE after {:.2} s", told?.as_secs_f64());
    storm.end(council, seen).await
}

/// How long it takes until so many have been told that the database is not there.
async fn refused(storm: &Storm, acts: usize) -> Result<Duration, String> {
    let (begun, before) = (Instant::now(), storm.unavailable());
    while storm.unavailable() < before + acts {
        if begun.elapsed() > Duration::from_secs(25) {
            return Err("nobody is told UNAVAILABLE within 25 s".to_owned());
        }
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    Ok(begun.elapsed())
}

/// A small disk of memory. Only root may have one.
pub struct Tmpfs(PathBuf);

impl Tmpfs {
    pub fn mount() -> Result<Self, String> {
        let name = format!("permanence-drills-{}", std::process::id());
        let folder = std::env::temp_dir().join(name);
        fs::create_dir(&folder).map_err(|it| it.to_string())?;
        let done = Command::new("mount")
            .args(["-t", "tmpfs", "-o", "size=48m", "tmpfs"])
            .arg(&folder)
            .output();
        if done.is_ok_and(|it| it.status.success()) {
            return Ok(Self(folder));
        }
        let _ = fs::remove_dir(&folder);
        Err("a tmpfs can be mounted by root only".to_owned())
    }

    /// Takes every byte that is left. What is freed meanwhile is taken at the next call.
    fn fill(&self) {
        let mut ballast = File::options()
            .append(true)
            .create(true)
            .open(self.0.join("ballast"))
            .unwrap();
        for size in [64 * 1024, 512] {
            let block = vec![0; size];
            while ballast.write_all(&block).is_ok() {}
        }
    }

    fn empty(&self) {
        fs::remove_file(self.0.join("ballast")).unwrap();
    }
}

impl Drop for Tmpfs {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg("-l").arg(&self.0).status();
        let _ = fs::remove_dir(&self.0);
    }
}

pub async fn full(disk: &Tmpfs) -> Drilled {
    let url = format!("sqlite://{}?mode=rwc", disk.0.join("drills.db").display());
    let council = Council::found(&url).await;
    let _service = council.serve().await?;
    let mut storm = Storm::begin(&council);
    storm.more(10).await?;
    let mut seen = 0;
    for _ in 0..3 {
        let before = storm.unavailable();
        disk.fill();
        refused(&storm, 20).await?;
        disk.fill();
        refused(&storm, 20).await?;
        seen += storm.unavailable() - before;
        disk.empty();
        storm.recovers(Instant::now()).await?;
    }
    storm
        .end(&council, format!("filled three times, {seen} UNAVAILABLE"))
        .await
}
